# %% [markdown] id="title"
# # Agree and fetch
#
# This is exercise 3 of 3 of the course *Data spaces*. It takes about 45 minutes.
#
# **What you will be able to do:**
#
# - ask a provider for its catalogue, and for a contract, in the messages of the **Dataspace Protocol 2025-1**,
# - notice terms that were changed on the way, and end the negotiation,
# - fetch the data and check that they are the ones that were offered,
# - keep the agreed terms and the origin with the data, as an **RO-Crate 1.2** that a program can check.
#
# **You need:** exercises 1 and 2 of this course. Run the cells in their order: the provider remembers what you said.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 5  # begins all chance: prices and ids
hours: int = 48  # for how many hours the provider has prices
today: str = "2026-11-23"  # the day that is written into the crate

# %% id="imports"
import csv
import hashlib
import io
import json
import random
import uuid
from datetime import datetime, timezone
from pathlib import Path

import matplotlib.pyplot as plt
from connector import Connector, TestProvider

# %% [markdown] id="provider-about"
# ## A provider on your own machine
#
# Whoever takes part in a data space runs a **connector**: a program that speaks the protocol with the connectors of others. The next cell starts the connector of a provider, as a program of its own. It is a
# **test provider** (`test_provider.py`): it listens on this machine only, its firm and its data are made up, and it asks nobody who they are. Its messages, paths and states are those of the
# protocol, so what you write here also speaks with real connectors. Those use HTTPS and identities; here plain HTTP is enough, because nothing leaves the machine.

# %% given="start"
CONTEXT = "https://w3id.org/dspace/2025/1/context.jsonld"
provider = TestProvider(seed, hours)
connector = Connector(provider.address)
status, catalogue = connector.send("/catalog/request", {"@context": [CONTEXT], "@type": "CatalogRequestMessage", "filter": []})
datasets = {each["dct:title"]: each for each in catalogue["dataset"]}
print("status", status, "from", catalogue["participantId"], "with", list(datasets))

# %% id="look"
print(json.dumps(datasets["Load of the local grid"], indent=1))

# %% [markdown] id="states-about"
# ## Six states until you may have the data
#
# A negotiation is a chain of states. Each message that the other side confirms leads to the next one.
#
# | state | was reached because | sent to the path |
# |---|---|---|
# | REQUESTED | **you** sent a `ContractRequestMessage`: I want these terms | `/negotiations/request` |
# | OFFERED | the provider sent a `ContractOfferMessage`: these are my terms | |
# | ACCEPTED | **you** sent a `ContractNegotiationEventMessage` with the event ACCEPTED | `/negotiations/:id/events` |
# | AGREED | the provider sent a `ContractAgreementMessage`: the contract | |
# | VERIFIED | **you** sent a `ContractAgreementVerificationMessage`: I have read it | `/negotiations/:id/agreement/verification` |
# | FINALIZED | the provider sent a `ContractNegotiationEventMessage` with FINALIZED | |
#
# In some of the states either side may stop with a `ContractNegotiationTerminationMessage`; then it is TERMINATED. All else is refused with status 400.

# %% [markdown] id="task-request"
# ## Task 1: ask for a contract (3 points)
#
# Write the function `contract_request(dataset, consumer_pid, callback)`. It returns the message as a dictionary:
#
# | name | value |
# |---|---|
# | `@context` | a list with `CONTEXT` |
# | `@type` | `"ContractRequestMessage"` |
# | `consumerPid` | `consumer_pid`, your own number of this negotiation |
# | `callbackAddress` | `callback`, where you listen |
# | `offer` | the first policy in the dataset's `hasPolicy`, **unchanged**, with one name more: `target`, the `@id` of the dataset |
#
# Do not change the dataset itself: make a new dictionary for the offer.
#
# <details><summary>Hint 1</summary>Write down the five names first, with the easy values. The offer comes last.</details>
# <details><summary>Hint 2</summary><code>{**one, "more": 1}</code> is a new dictionary with all that <code>one</code> has, and one name more.</details>
# <details><summary>Hint 3</summary>The offer is <code>{**dataset["hasPolicy"][0], "target": …}</code>.</details>

# %% answer="contract-request"
def contract_request(dataset, consumer_pid, callback):
    """Return the message that asks for a contract about a dataset."""
    ### BEGIN SOLUTION
    offer = dict(dataset["hasPolicy"][0])
    offer["target"] = dataset["@id"]
    return {
        "@context": [CONTEXT], "@type": "ContractRequestMessage", "offer": offer,
        "consumerPid": consumer_pid, "callbackAddress": callback,
    }
    ### END SOLUTION

# %% tests="contract-request-test" points=3
wood = {"@id": "urn:d:1", "hasPolicy": [{"@id": "urn:o:1", "@type": "Offer", "permission": [{"action": "use"}]}, {"@id": "urn:o:2", "@type": "Offer", "permission": [{"action": "read"}]}]}
result = contract_request(wood, "urn:me:7", "http://127.0.0.1:1/x")
# HINT: Five names; the offer is the first policy with the target.
assert result is not None, "contract_request gave nothing back. Does it end with return?"
assert sorted(result) == ["@context", "@type", "callbackAddress", "consumerPid", "offer"], f"The message has five names. Yours has {sorted(result)!r}."
assert result["offer"] == {"@id": "urn:o:1", "@type": "Offer", "permission": [{"action": "use"}], "target": "urn:d:1"}, f"The offer is the first policy, unchanged, with the target urn:d:1. Yours is {result['offer']!r}."
assert (result["@type"], result["consumerPid"], result["callbackAddress"]) == ("ContractRequestMessage", "urn:me:7", "http://127.0.0.1:1/x"), "Type, number and address should be as in the table of the task."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(result["@context"]) == ["https://w3id.org/dspace/2025/1/context.jsonld"], "The context is a list with one address."
oak = {"@id": "urn:d:2", "hasPolicy": [{"@id": "urn:o:9", "@type": "Offer", "prohibition": [{"action": "distribute"}], "permission": [{"action": "use"}]}]}
asked = [contract_request(oak, "a", "b")["offer"], oak["hasPolicy"][0]]
assert asked[0] == {"@id": "urn:o:9", "@type": "Offer", "prohibition": [{"action": "distribute"}], "permission": [{"action": "use"}], "target": "urn:d:2"}, "All rules of the policy belong to the offer, prohibitions too."
### END HIDDEN TESTS

# %% id="experiment"
def said(status, answer):
    """Print what the provider said."""
    print(f"  status {status}: {answer.get('state') or answer['code'] + ', ' + answer['reason'][0]}")


try:
    with connector:
        wish = contract_request(datasets["Power price by hour"], "urn:uuid:" + str(uuid.UUID(int=seed)), connector.callback)
        cheeky = {**wish, "offer": {name: value for name, value in wish["offer"].items() if name != "prohibition"}}
        print("We leave the prohibition out:")
        said(*connector.send("/negotiations/request", cheeky))
        print("We ask for the terms as they are:")
        status, told = connector.send("/negotiations/request", wish)
        said(status, told)
        if status == 201:
            connector.hear()
            verify = {"@context": [CONTEXT], "@type": "ContractAgreementVerificationMessage", "consumerPid": told["consumerPid"], "providerPid": told["providerPid"]}
            print("We confirm a contract that is not there yet:")
            said(*connector.send(f"/negotiations/{told['providerPid']}/agreement/verification", verify))
except NotImplementedError:
    print("Write contract_request first.")

# %% [markdown] id="changes-about"
# ## Did they change the terms?
#
# The provider refuses offers that you altered. You should be as careful: the offer that it sends, and the contract after it, may say something else than the catalogue did. People skim over
# three pages of terms. A program compares each rule.

# %% given="rules"
def rules(policy, name):
    """Return the rules of a policy under one name, as sorted text: the same rules give the same list."""
    return sorted(json.dumps(rule, sort_keys=True) for rule in policy.get(name, []))

# %% id="rules-example"
print(rules({"permission": [{"action": "use"}, {"action": "read"}]}, "permission"))
print(rules({"permission": [{"action": "use"}, {"action": "read"}]}, "obligation"))

# %% [markdown] id="task-changes"
# ## Task 2: what is different? (2 points)
#
# Write the function `changes(asked, came)`. Both are policies. It returns the **sorted** list of those of the four names `permission`, `prohibition`, `obligation` and `target` in which they differ. For the first three compare by
# the given function `rules`; `target` is text that must be the same.
#
# <details><summary>Hint 1</summary>Three names are compared in one way, the fourth in another.</details>
# <details><summary>Hint 2</summary>A loop over the three names; keep a name if <code>rules(asked, name) != rules(came, name)</code>.</details>
# <details><summary>Hint 3</summary>Compare <code>asked.get("target")</code> with the other one in the same way, and append <code>"target"</code>. In the end return <code>sorted(…)</code>.</details>

# %% answer="changes"
def changes(asked, came):
    """Return in which parts two policies differ."""
    ### BEGIN SOLUTION
    different = [name for name in ("obligation", "permission", "prohibition") if rules(asked, name) != rules(came, name)]
    if asked.get("target") != came.get("target"):
        different += ["target"]
    return different
    ### END SOLUTION

# %% tests="changes-test" points=2
mine = {"target": "urn:d:1", "permission": [{"action": "use"}, {"action": "read"}]}
# HINT: Compare the three lists by rules, and the target as it is.
assert changes(mine, mine) is not None, "changes gave nothing back. Does it end with return?"
assert list(changes(mine, {"target": "urn:d:1", "permission": [{"action": "read"}, {"action": "use"}]})) == [], "The order of the rules makes no difference."
assert list(changes(mine, {"target": "urn:d:2", "permission": [{"action": "use"}]})) == ["permission", "target"], f"One permission is gone and the target is another one. Yours is {changes(mine, {'target': 'urn:d:2', 'permission': [{'action': 'use'}]})!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(changes(mine, {**mine, "obligation": [{"action": "compensate"}], "prohibition": [{"action": "distribute"}]})) == ["obligation", "prohibition"], "New duties and new prohibitions are changes."
assert list(changes({**mine, "prohibition": []}, mine)) == [], "An empty list says the same as no list."
assert list(changes({**mine, "@id": "urn:o:1", "@type": "Offer"}, {**mine, "@id": "urn:a:5", "@type": "Agreement", "timestamp": "2026"})) == [], "A contract has another @id and type than the offer: these are no changes of terms."
### END HIDDEN TESTS

# %% [markdown] id="task-answer"
# ## Task 3: what do we say now? (4 points)
#
# Write the function `answer(state, changed)`. `state` is the state of the negotiation, `changed` the list of task 2. It returns what we send, as a dictionary with a `path` and the names of the message, or `None` if it is not our turn.
#
# | state | nothing changed | something changed |
# |---|---|---|
# | `OFFERED` | path `events`, `@type` `ContractNegotiationEventMessage`, `eventType` `ACCEPTED` | stop |
# | `AGREED` | path `agreement/verification`, `@type` `ContractAgreementVerificationMessage` | stop |
# | all others | `None` | `None` |
#
# To stop: path `termination`, `@type` `ContractNegotiationTerminationMessage`, `code` `"terms-changed"`, and `reason`, which is the list `changed`.
#
# <details><summary>Hint 1</summary>First ask whether it is our turn at all. Then whether we stop. Two cases are left.</details>
# <details><summary>Hint 2</summary><code>if state not in ("OFFERED", "AGREED"):</code> and an empty list counts as no: <code>if changed:</code></details>
# <details><summary>Hint 3</summary>For example <code>return {"path": "events", "@type": "ContractNegotiationEventMessage", "eventType": …}</code>.</details>

# %% answer="answer"
def answer(state, changed):
    """Return what we send in this state, None if it is not our turn."""
    ### BEGIN SOLUTION
    ours = {
        "OFFERED": {"path": "events", "eventType": "ACCEPTED", "@type": "ContractNegotiationEventMessage"},
        "AGREED": {"path": "agreement/verification", "@type": "ContractAgreementVerificationMessage"},
    }
    if changed and state in ours:
        return {"path": "termination", "code": "terms-changed", "reason": changed, "@type": "ContractNegotiationTerminationMessage"}
    return ours.get(state)
    ### END SOLUTION

# %% tests="answer-test" points=2
# HINT: The table of the task has three rows; begin with the last one.
assert answer("OFFERED", []) is not None, "In the state OFFERED it is our turn. Does answer end with return?"
assert answer("OFFERED", []) == {"path": "events", "@type": "ContractNegotiationEventMessage", "eventType": "ACCEPTED"}, f"An unchanged offer is accepted. Yours is {answer('OFFERED', [])!r}."
assert answer("AGREED", []) == {"path": "agreement/verification", "@type": "ContractAgreementVerificationMessage"}, f"An unchanged contract is verified. Yours is {answer('AGREED', [])!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [answer(name, []) for name in ["REQUESTED", "ACCEPTED", "VERIFIED", "FINALIZED", "TERMINATED"]] == [None, None, None, None, None], "In these states it is not our turn, or there is nothing left to say."
### END HIDDEN TESTS

# %% tests="answer-stop-test" points=2
# HINT: If something changed, stop: termination, with a code and the list as reason.
assert answer("OFFERED", ["permission"]) == {"path": "termination", "@type": "ContractNegotiationTerminationMessage", "code": "terms-changed", "reason": ["permission"]}, f"A changed offer ends the negotiation, with the reason. Yours is {answer('OFFERED', ['permission'])!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert answer("AGREED", ["obligation", "target"]) == {"path": "termination", "@type": "ContractNegotiationTerminationMessage", "code": "terms-changed", "reason": ["obligation", "target"]}, "A contract with other terms than the offer ends it, too."
assert answer("REQUESTED", ["permission"]) is None and answer("FINALIZED", ["permission"]) is None, "Where it is not our turn we say nothing, whatever changed."
### END HIDDEN TESTS

# %% [markdown] id="negotiate-about"
# ### The real thing
#
# The next cell negotiates about both datasets with your three functions. It asks the provider for the state after each of its messages, and keeps all steps.

# %% given="negotiate"
AFTER_OURS = {
    "ContractRequestMessage": "REQUESTED", "ContractNegotiationEventMessage": "ACCEPTED",
    "ContractAgreementVerificationMessage": "VERIFIED", "ContractNegotiationTerminationMessage": "TERMINATED",
}
chance = random.Random(seed)


def new_id():
    """Return a number that nobody else has."""
    return "urn:uuid:" + str(uuid.UUID(int=chance.getrandbits(128), version=4))


def negotiate(dataset):
    """Negotiate with your functions; return the steps (who, message, state after it) and the contract."""
    request = contract_request(dataset, new_id(), connector.callback)
    status, told = connector.send("/negotiations/request", request)
    if status != 201:
        raise RuntimeError(f"The provider refused: {told['reason']}")
    ids = {"consumerPid": told["consumerPid"], "providerPid": told["providerPid"]}
    path, contract = "/negotiations/" + told["providerPid"], None
    steps = [("bakery", "ContractRequestMessage", "REQUESTED")]
    while steps[-1][2] not in ("FINALIZED", "TERMINATED"):
        heard = connector.hear()
        state = connector.ask(path)[1]["state"]
        steps.append(("provider", heard["@type"], state))
        contract = heard.get("agreement", contract)
        changed = changes(request["offer"], heard.get("offer") or contract)
        ours = answer(state, changed)
        if ours is None:
            break
        message = {name: value for name, value in ours.items() if name != "path"}
        status, told = connector.send(f"{path}/{ours['path']}", {"@context": [CONTEXT], **ids, **message})
        if status != 200:
            raise RuntimeError(f"The provider refused: {told['reason']}")
        steps.append(("bakery", ours["@type"], AFTER_OURS[ours["@type"]]))
    return steps, contract if steps[-1][2] == "FINALIZED" else None

# %% id="negotiate-run"
happened, contracts = {}, {}
try:
    with connector:
        for title, dataset in datasets.items():
            happened[title], contracts[title] = negotiate(dataset)
            print(title)
            for who, kind, state in happened[title]:
                print(f"   {who:8} {kind:42} {state}")
except NotImplementedError:
    print("Write contract_request, changes and answer first.")
except RuntimeError as reason:
    print("The negotiation stopped:", reason)

# %% id="states-plot"
STATES = ["REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED", "TERMINATED"]
SHORT = {"ContractRequestMessage": "request", "ContractOfferMessage": "offer", "ContractAgreementMessage": "agreement",
         "ContractAgreementVerificationMessage": "verification", "ContractNegotiationTerminationMessage": "termination"}


def draw_states(happened):
    """Draw the way that each negotiation took through the states."""
    fig, axes = plt.subplots(len(happened), 1, figsize=(10, 2.4 * len(happened)), layout="constrained", squeeze=False)
    place = {state: (number * 2.0, 0.0) for number, state in enumerate(STATES[:6])} | {"TERMINATED": (5.0, -1.1)}
    for ax, (title, steps) in zip(axes[:, 0], happened.items()):
        visited = {state for _, _, state in steps}
        for state, (x, y) in place.items():
            ax.text(x, y, state, ha="center", va="center", fontsize=9, fontweight="bold" if state in visited else "normal",
                    alpha=1 if state in visited else 0.45,
                    bbox={"boxstyle": "round", "facecolor": "white", "edgecolor": "steelblue" if state in visited else "lightgrey",
                          "linestyle": "-" if state in visited else "--", "linewidth": 2 if state in visited else 1})
        for number, ((_, _, before), (who, kind, after)) in enumerate(zip(steps, steps[1:]), 2):
            (x0, y0), (x1, y1) = place[before], place[after]
            ax.annotate("", (x1 - 0.75 if y1 == 0 else x1 - 0.2, y1 if y1 == 0 else y1 + 0.3), (x0 + 0.75 if y1 == 0 else x0, y0 if y1 == 0 else y0 - 0.3),
                        arrowprops={"arrowstyle": "->", "color": "darkorange" if who == "bakery" else "steelblue", "linewidth": 2})
            ax.text((x0 + x1) / 2, (y0 + y1) / 2 + (0.5 if y1 == 0 else -0.3), f"{number} {who}\n{SHORT.get(kind, after.lower())}", ha="center", va="center", fontsize=8)
        ax.text(0, 0.6, "1 bakery\nrequest", ha="center", va="center", fontsize=8)
        ax.set_title(title, loc="left")
        ax.set_xlim(-1, 11)
        ax.set_ylim(-1.5, 1)
        ax.set_axis_off()


if happened:
    draw_states(happened)

# %% [markdown] id="states-in-words"
# *In words:* for each dataset a row of six boxes, from REQUESTED to FINALIZED, and one box TERMINATED below. Arrows with numbers show the way that was really taken, and who spoke. For the prices
# the arrows lead through all six boxes, bakery and provider in turn. For the load of the grid they stop after OFFERED and go down to TERMINATED: the provider had changed permission and
# obligation, and your functions noticed. Boxes that were not reached have a dashed line.

# %% [markdown] id="transfer-about"
# ## Fetch the data
#
# A contract is finalized; now the **transfer** may begin. It has states, too: REQUESTED, STARTED, COMPLETED. When it starts, the provider tells an address and a token that opens it. After
# COMPLETED the token opens nothing.

# %% given="fetch"
def fetch(contract):
    """Fetch the data of a contract; return the bytes and the states that the transfer went through."""
    request = {
        "@context": [CONTEXT], "@type": "TransferRequestMessage", "consumerPid": new_id(),
        "agreementId": contract["@id"], "format": "HttpData-PULL", "callbackAddress": connector.callback,
    }
    status, told = connector.send("/transfers/request", request)
    if status != 201:
        raise RuntimeError(f"The provider refused: {told['reason']}")
    path, states = "/transfers/" + told["providerPid"], [told["state"]]
    address = connector.hear()["dataAddress"]
    states.append(connector.ask(path)[1]["state"])
    token = next(each["value"] for each in address["endpointProperties"] if each["name"] == "authorization")
    content = connector.get(address["endpoint"].removeprefix(connector.root), token)[1]
    done = {"@context": [CONTEXT], "@type": "TransferCompletionMessage", "consumerPid": request["consumerPid"], "providerPid": told["providerPid"]}
    connector.send(path + "/completion", done)
    return content, [*states, connector.ask(path)[1]["state"]]

# %% id="fetch-run"
contract, content = contracts.get("Power price by hour"), b""
if contract:
    begun = datetime.now(timezone.utc).isoformat(timespec="seconds")
    with connector:
        content, states = fetch(contract)
    ended = datetime.now(timezone.utc).isoformat(timespec="seconds")
    print(" > ".join(states), "and", len(content), "bytes. They begin with", content[:40])
else:
    print("Negotiate first: tasks 1 to 3.")

# %% [markdown] id="task-terms"
# ## Task 4: keep the terms with the data (3 points)
#
# In a year nobody will remember what was agreed. Write the function `terms_record(contract, content, checksum)`. `content` are the bytes that came, `checksum` is what the catalogue told before. It returns a dictionary:
#
# | name | value |
# |---|---|
# | `agreement`, `dataset` | `@id` and `target` of the contract |
# | `provider`, `consumer` | its `assigner` and its `assignee` |
# | `agreed` | its `timestamp` |
# | `terms` | a dictionary with those of `permission`, `prohibition`, `obligation` that the contract has |
# | `sha256`, `bytes` | the checksum and the number of bytes of `content` |
#
# If the checksum (SHA-256) of `content` is not `checksum`, raise a `ValueError`: then these are not the data that were offered.
#
# <details><summary>Hint 1</summary>The check comes first. After it you only pick values.</details>
# <details><summary>Hint 2</summary><code>hashlib.sha256(content).hexdigest()</code>; <code>content</code> is bytes already.</details>
# <details><summary>Hint 3</summary>The terms are <code>{name: contract[name] for name in ("permission", …) if name in contract}</code>.</details>

# %% answer="terms-record"
def terms_record(contract, content, checksum):
    """Return what was agreed about these bytes, or refuse bytes that are not the offered ones."""
    ### BEGIN SOLUTION
    found = hashlib.sha256(content).hexdigest()
    if found != checksum:
        raise ValueError("These are not the data that were offered.")
    record = {"agreement": contract["@id"], "dataset": contract["target"], "agreed": contract["timestamp"]}
    record |= {"provider": contract["assigner"], "consumer": contract["assignee"], "sha256": found, "bytes": len(content)}
    record["terms"] = {name: contract[name] for name in ("obligation", "permission", "prohibition") if name in contract}
    return record
    ### END SOLUTION

# %% tests="terms-record-test" points=3
import hashlib

paper = {"@id": "urn:a:1", "@type": "Agreement", "target": "urn:d:1", "timestamp": "2026-11-23T10:00:00Z", "assigner": "did:web:p", "assignee": "did:web:c", "permission": [{"action": "use"}], "obligation": [{"action": "attribute"}]}
result = terms_record(paper, b"a,b\n1,2\n", hashlib.sha256(b"a,b\n1,2\n").hexdigest())
# HINT: Compare the checksums, then pick eight values.
assert result is not None, "terms_record gave nothing back. Does it end with return?"
assert {name: result.get(name) for name in ["agreement", "dataset", "provider", "consumer", "agreed"]} == {"agreement": "urn:a:1", "dataset": "urn:d:1", "provider": "did:web:p", "consumer": "did:web:c", "agreed": "2026-11-23T10:00:00Z"}, f"Five values come from the contract. Yours is {result!r}."
assert result.get("terms") == {"permission": [{"action": "use"}], "obligation": [{"action": "attribute"}]}, f"The terms are the lists that the contract has. Yours are {result.get('terms')!r}."
assert (result.get("sha256"), result.get("bytes")) == (hashlib.sha256(b"a,b\n1,2\n").hexdigest(), 8), "Checksum and number of bytes are those of the content."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
bare = {"@id": "urn:a:2", "target": "urn:d:2", "timestamp": "t", "assigner": "p", "assignee": "c", "prohibition": [{"action": "distribute"}]}
assert terms_record(bare, b"", hashlib.sha256(b"").hexdigest()) == {"agreement": "urn:a:2", "dataset": "urn:d:2", "provider": "p", "consumer": "c", "agreed": "t", "terms": {"prohibition": [{"action": "distribute"}]}, "sha256": hashlib.sha256(b"").hexdigest(), "bytes": 0}, "Prohibitions are terms, too, and a contract need not have all three lists."
stopped = False
try:
    terms_record(paper, b"a,b\n1,3\n", hashlib.sha256(b"a,b\n1,2\n").hexdigest())
except ValueError:  # as it should
    stopped = True
assert stopped, "One digit is another one: terms_record should raise a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="crate-about"
# ## An RO-Crate
#
# An **RO-Crate** is a folder with a file `ro-crate-metadata.json`, which says what lies in the folder and where it came from. It is JSON-LD: a list (`@graph`) of things that point to one another by their `@id`.
#
# | thing | what it is |
# |---|---|
# | `ro-crate-metadata.json` | the file itself: says which version of RO-Crate, and what it is `about` |
# | `./` | the folder: name, description, day, licence, parts |
# | `prices.csv`, `terms.json` | the files |
# | `#fetch` | what happened: a `CreateAction`, who made what from what, when |
# | the provider's dataset, both firms | things outside of the folder that `#fetch` points to |
#
# The licence of the folder is not CC-BY or the like here: it is your contract, `terms.json`.

# %% [markdown] id="task-action"
# ## Task 5: say what happened (2 points)
#
# Write the function `origin(record, begun, ended)`. `record` comes from task 4. It returns a dictionary: `@id` is `#fetch`, `@type` is `CreateAction`, `name` is a text of yours that is not blank, `startTime` and `endTime` are
# `begun` and `ended`. Four names point to other things, each as `{"@id": …}`: `agent` to the consumer, `object` to the dataset, `result` to `prices.csv`, `instrument` to `#connector`.
#
# <details><summary>Hint 1</summary>Nine names, one dictionary. Nothing is computed here.</details>
# <details><summary>Hint 2</summary>To point to something is to write a dictionary with its name: <code>"result": {"@id": "prices.csv"}</code>.</details>
# <details><summary>Hint 3</summary><code>"agent": {"@id": record["consumer"]}</code>, and the dataset in the same way.</details>

# %% answer="origin"
def origin(record, begun, ended):
    """Return the action that made prices.csv, for an RO-Crate."""
    ### BEGIN SOLUTION
    return {
        "@id": "#fetch", "@type": "CreateAction", "name": "Prices were fetched over the Dataspace Protocol",
        "startTime": begun, "endTime": ended,
        "agent": {"@id": record["consumer"]}, "object": {"@id": record["dataset"]},
        "result": {"@id": "prices.csv"}, "instrument": {"@id": "#connector"},
    }
    ### END SOLUTION

# %% tests="origin-test" points=2
result = origin({"consumer": "did:web:c", "dataset": "urn:d:1"}, "2026-11-23T10:00:00+00:00", "2026-11-23T10:00:02+00:00")
# HINT: Four of the nine names point to other things, as {"@id": ...}.
assert result is not None, "origin gave nothing back. Does it end with return?"
assert {name: result.get(name) for name in ["@id", "@type", "startTime", "endTime"]} == {"@id": "#fetch", "@type": "CreateAction", "startTime": "2026-11-23T10:00:00+00:00", "endTime": "2026-11-23T10:00:02+00:00"}, f"@id, @type and the two times should be as in the task. Yours is {result!r}."
assert {name: result.get(name) for name in ["agent", "object", "result", "instrument"]} == {"agent": {"@id": "did:web:c"}, "object": {"@id": "urn:d:1"}, "result": {"@id": "prices.csv"}, "instrument": {"@id": "#connector"}}, f"Four names point to other things. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert str(result.get("name", "")).strip() != "", "The action needs a name that says something."
assert origin({"consumer": "x", "dataset": "y"}, "b", "e")["agent"] == {"@id": "x"}, "The consumer comes from the record."
### END HIDDEN TESTS

# %% given="crate"
def crate(record, action, day):
    """Return the whole content of ro-crate-metadata.json."""
    return {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [
        {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"}, "about": {"@id": "./"}},
        {"@id": "./", "@type": "Dataset", "name": "Power prices for planning the baking", "datePublished": day,
         "description": "Prices fetched from a test provider of a course, with the terms that were agreed. Made up.",
         "license": {"@id": "terms.json"}, "hasPart": [{"@id": "prices.csv"}, {"@id": "terms.json"}], "mentions": {"@id": "#fetch"}},
        {"@id": "prices.csv", "@type": "File", "name": "Power price by hour", "encodingFormat": "text/csv", "sha256": record["sha256"], "contentSize": str(record["bytes"])},
        {"@id": "terms.json", "@type": ["File", "CreativeWork"], "name": "The agreed terms", "encodingFormat": "application/json",
         "description": "The agreement that was negotiated over the Dataspace Protocol 2025-1, as a policy in ODRL."},
        action,
        {"@id": "#connector", "@type": "SoftwareApplication", "name": "The connector of this course"},
        {"@id": record["dataset"], "@type": "CreativeWork", "name": "The dataset of the provider", "publisher": {"@id": record["provider"]}},
        {"@id": record["provider"], "@type": "Organization", "name": "A made-up energy exchange"},
        {"@id": record["consumer"], "@type": "Organization", "name": "A made-up bakery"},
    ]}

# %% [markdown] id="task-crate-faults"
# ## Task 6: check a crate (4 points)
#
# Write the function `crate_faults(crate)`. It returns a list of texts, **sorted**, empty for a good crate.
#
# 1. `"context"` if `@context` is not `https://w3id.org/ro/crate/1.2/context`.
# 2. Find the thing with the `@id` `ro-crate-metadata.json`, and by its `about` the **root**. If one of the two is not in the `@graph`, `"root"` is a fault, and nothing more is looked at.
# 3. For each of `name`, `description`, `datePublished`, `license`: its name if the root does not have it or if it is empty.
# 4. For each part in the root's `hasPart` that is no thing of the `@graph`: `"lost "` and its `@id`.
#
# <details><summary>Hint 1</summary>Make a dictionary from <code>@id</code> to thing first. Then finding is easy.</details>
# <details><summary>Hint 2</summary><code>things = {each["@id"]: each for each in crate["@graph"]}</code>, and <code>things.get(…)</code> gives <code>None</code> for what is not there.</details>
# <details><summary>Hint 3</summary>The root: <code>things.get(things.get("ro-crate-metadata.json", {}).get("about", {}).get("@id"))</code>. If it is <code>None</code>, return at once, with <code>"root"</code>.</details>

# %% answer="crate-faults"
def crate_faults(crate):
    """Return what is wrong with an RO-Crate, sorted."""
    ### BEGIN SOLUTION
    faults = [] if crate.get("@context") == "https://w3id.org/ro/crate/1.2/context" else ["context"]
    things = {thing["@id"]: thing for thing in crate.get("@graph", [])}
    about = things.get("ro-crate-metadata.json", {}).get("about", {}).get("@id")
    if about not in things:
        return sorted([*faults, "root"])
    root = things[about]
    faults += [name for name in ("name", "description", "datePublished", "license") if not root.get(name)]
    faults += ["lost " + part["@id"] for part in root.get("hasPart", []) if part["@id"] not in things]
    return sorted(faults)
    ### END SOLUTION

# %% tests="crate-faults-test" points=2
begin = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
folder = {"@id": "./", "@type": "Dataset", "name": "n", "description": "d", "datePublished": "2026-11-23", "license": {"@id": "t"}, "hasPart": [{"@id": "a.csv"}]}
whole = {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [begin, folder, {"@id": "a.csv", "@type": "File"}]}
# HINT: Context, root, four names of the root, and parts that are not there.
assert crate_faults(whole) is not None, "crate_faults gave nothing back. Does it end with return?"
assert list(crate_faults(whole)) == [], f"This crate is good. Yours is {crate_faults(whole)!r}."
poor = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [begin, {"@id": "./", "@type": "Dataset", "name": "n", "description": "", "license": "x"}]}
assert list(crate_faults(poor)) == ["context", "datePublished", "description"], f"This crate is of another version, has an empty description and no day. Yours is {crate_faults(poor)!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(crate_faults({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [begin, {"@id": "./"}]})) == ["datePublished", "description", "license", "name"], "A root that has nothing lacks all four, sorted by name."
### END HIDDEN TESTS

# %% tests="crate-faults-lost-test" points=2
head = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "https://data.example/x/"}}
base = {"@id": "https://data.example/x/", "@type": "Dataset", "name": "n", "description": "d", "datePublished": "2026", "license": "l", "hasPart": [{"@id": "b.csv"}, {"@id": "a.csv"}]}
# HINT: The root is the thing that about names; it need not be called ./
assert list(crate_faults({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [head, base, {"@id": "b.csv"}]})) == ["lost a.csv"], "The part a.csv is promised and not described."
assert list(crate_faults({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [head]})) == ["root"], "What about names is not there: the root is a fault, and nothing else is looked at."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(crate_faults({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [base]})) == ["root"], "Without ro-crate-metadata.json nobody knows which thing is the root."
assert list(crate_faults({"@context": "", "@graph": []})) == ["context", "root"], "An empty crate has no right context and no root."
assert list(crate_faults({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [head, base]})) == ["lost a.csv", "lost b.csv"], "Each lost part is named."
### END HIDDEN TESTS

# %% [markdown] id="keep-about"
# ### Put it all into a folder
#
# The next cell checks the bytes, writes `prices.csv`, `terms.json` and `ro-crate-metadata.json` into the folder `fetched`, and lets your function check the crate.

# %% id="keep"
try:
    if not contract:
        raise NotImplementedError
    offered = datasets["Power price by hour"]["distribution"][0]["spdx:checksum"]["spdx:checksumValue"]
    record = terms_record(contract, content, offered)
    metadata = crate(record, origin(record, begun, ended), today)
    folder_path = Path("fetched")
    folder_path.mkdir(exist_ok=True)
    (folder_path / "prices.csv").write_bytes(content)
    (folder_path / "terms.json").write_text(json.dumps(contract, indent=1), encoding="utf-8")
    (folder_path / "ro-crate-metadata.json").write_text(json.dumps(metadata, indent=1), encoding="utf-8")
    print("kept:", sorted(path.name for path in folder_path.iterdir()), "faults:", crate_faults(metadata))
except NotImplementedError:
    print("Finish the tasks above first.")

# %% id="prices-plot"
def draw_prices(text):
    """Draw the prices, and the eight hours in a row that cost least in the first day."""
    prices = [float(row["price_ct_kwh"]) for row in csv.DictReader(io.StringIO(text))]
    cheapest = min(range(min(17, len(prices) - 7)), key=lambda hour: sum(prices[hour:hour + 8]))
    fig, ax = plt.subplots(figsize=(11, 3.2), layout="constrained")
    ax.step(range(len(prices)), prices, where="post", color="steelblue", label="price")
    ax.axvspan(cheapest, cheapest + 8, alpha=0.25, hatch="//", label="the eight cheapest hours in a row")
    ax.axvspan(3, 11, ymax=0.06, color="darkorange", label="when the ovens are hot today")
    ax.set_xlabel("hour, counted from the first midnight")
    ax.set_ylabel("cents for a kWh")
    ax.set_title("When should the bakery bake?")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    saved = sum(prices[3:11]) / 8 - sum(prices[cheapest:cheapest + 8]) / 8
    print(f"Cheapest from {cheapest}:00 to {cheapest + 8}:00 of the first day; {saved:.1f} cents less for each kWh than from 3:00 to 11:00.")


if content:
    draw_prices(content.decode())
else:
    print("There are no prices yet.")

# %% [markdown] id="prices-in-words"
# *In words:* a line in steps goes down in the night and around noon, and up in the morning and in the evening, where power is dearest. A hatched area marks the eight hours in a row that cost
# least on the first day; a bar at the bottom marks the hours from three to eleven, in which the ovens are hot today. The print says how many cents lie between them.

# %% id="stop"
provider.stop()
print("The test provider has ended.")

# %% [markdown] id="think"
# **Think about it:** who in your firm may say yes to a contract that a program negotiates in a tenth of a second? Which terms would you let a program accept, and which should go to a person first?

# %% [markdown] id="key-points"
# ## Key points
#
# - A negotiation is a chain of states; a message at the wrong time, or with altered terms, is refused.
# - Compare the terms that come with the terms that you asked for, each time, by a program.
# - Data without terms are data that nobody dares to use in a year. Keep contract, checksum and origin together.
# - An RO-Crate is a folder and one file that says what is in it.
#
# **Where next:** describe a table of your own firm as in exercise 1, and ask your AI Factory which data spaces of your sector you could join. The course *Data Lab: privacy* is for data about people.
