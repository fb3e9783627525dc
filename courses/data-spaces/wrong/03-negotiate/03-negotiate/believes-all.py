# Accepts terms that were changed, believes the checksum, and takes the thing called ./ for the root without looking for its parts.
# loses: answer-stop-test, terms-record-test, crate-faults-lost-test
# %% answer="answer"
def answer(state, changed):
    """Return what we send in this state, None if it is not our turn."""
    if state == "OFFERED":
        return {"path": "events", "@type": "ContractNegotiationEventMessage", "eventType": "ACCEPTED"}
    if state == "AGREED":
        return {"path": "agreement/verification", "@type": "ContractAgreementVerificationMessage"}
    return None

# %% answer="terms-record"
def terms_record(contract, content, checksum):
    """Return what was agreed about these bytes."""
    return {
        "agreement": contract["@id"], "dataset": contract["target"], "provider": contract["assigner"], "consumer": contract["assignee"],
        "agreed": contract["timestamp"], "sha256": checksum, "bytes": len(content),
        "terms": {name: contract[name] for name in ("permission", "prohibition", "obligation") if name in contract},
    }

# %% answer="crate-faults"
def crate_faults(crate):
    """Return what is wrong with an RO-Crate, sorted."""
    faults = [] if crate["@context"] == "https://w3id.org/ro/crate/1.2/context" else ["context"]
    roots = [each for each in crate["@graph"] if each["@id"] == "./"]
    if not roots:
        return sorted([*faults, "root"])
    return sorted(faults + [name for name in ("name", "description", "datePublished", "license") if not roots[0].get(name)])
