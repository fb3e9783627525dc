# Takes the average instead of the median, and rounds the product instead of the tables.
# loses: typical-seconds-test, multiply-precision
# %% answer="typical-seconds"
def typical_seconds(seconds, warm_up):
    counted = seconds[warm_up:]
    if not counted:
        raise ValueError("nothing left")
    return sum(counted) / len(counted)


# %% answer="multiply"
def multiply(left, right, precision):
    kinds = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    if precision not in kinds:
        raise ValueError(precision)
    product = torch.tensor(left, dtype=torch.float32) @ torch.tensor(right, dtype=torch.float32)
    return product.to(kinds[precision]).tolist()
