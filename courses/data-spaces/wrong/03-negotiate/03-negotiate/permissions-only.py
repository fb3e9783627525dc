# Asks for the permissions only, and compares only them.
# loses: contract-request-test, changes-test
# %% answer="contract-request"
def contract_request(dataset, consumer_pid, callback):
    """Return the message that asks for a contract about a dataset."""
    policy = dataset["hasPolicy"][0]
    offer = {"@id": policy["@id"], "@type": "Offer", "target": dataset["@id"], "permission": policy["permission"]}
    return {"@context": [CONTEXT], "@type": "ContractRequestMessage", "consumerPid": consumer_pid, "callbackAddress": callback, "offer": offer}

# %% answer="changes"
def changes(asked, came):
    """Return in which parts two policies differ."""
    return ["permission"] if rules(asked, "permission") != rules(came, "permission") else []
