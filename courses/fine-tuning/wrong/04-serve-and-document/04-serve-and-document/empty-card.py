# Leaves fields of the card to be done later, and lets novels and half tokens through the door.
# loses: check-request-refuses, model-card-complete
# %% answer="check-request"
def check_request(body):
    try:
        asked = json.loads(body)
    except ValueError:
        return 400, "no JSON"
    if not isinstance(asked, dict) or not str(asked.get("prompt", "")).strip():
        return 400, "no prompt"
    return 200, {"prompt": str(asked["prompt"]).strip(), "tokens": asked.get("tokens", 40)}


# %% answer="model-card"
def model_card(measured):
    card = {field: "TBD" for field in MANDATORY}
    card["parameters"] = measured["parameters"]
    card["evaluation"] = {name: measured[name] for name in ("perplexity", "low", "high", "texts")}
    card["energy"] = {"wh": measured["wh"], "how": measured["how"]}
    return card
