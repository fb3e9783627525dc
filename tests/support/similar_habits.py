"""How people write the same thing differently: small habits, thrown by dice at each place."""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping

HABIT = 0.35  # how often a habit shows at a place where it could
MIRRORED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}


def in_own_words(cells: Mapping[str, str], dice: random.Random) -> dict[str, str]:
    """The same programs as somebody else would have typed them."""
    return {name: _retold(source, dice) for name, source in cells.items()}


def _retold(source: str, dice: random.Random) -> str:
    tree = _Habits(dice).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


class _Habits(ast.NodeTransformer):
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def shows(self) -> bool:
        return self.dice.random() < HABIT

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """``a = a + b`` for ``a += b``."""
        self.generic_visit(node)
        if not self.shows():
            return node
        before = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.Assign([node.target], ast.BinOp(before, node.op, node.value))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """``0 < a`` for ``a > 0``."""
        self.generic_visit(node)
        mirrored = MIRRORED.get(type(node.ops[0]))
        if mirrored is None or len(node.ops) > 1 or not self.shows():
            return node
        return ast.Compare(node.comparators[0], [mirrored()], [node.left])

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        """A name for the result, perhaps shown before it is given back."""
        self.generic_visit(node)
        if node.value is None or isinstance(node.value, ast.Name) or not self.shows():
            return node
        lines = [ast.Assign([ast.Name("answer", ast.Store())], node.value)]
        if self.shows():
            lines += ast.parse("print(answer)").body  # type: ignore[arg-type]
        return [*lines, ast.Return(ast.Name("answer", ast.Load()))]

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        """A call's first argument gets a name of its own."""
        self.generic_visit(node)
        call = node.value
        if not isinstance(call, ast.Call) or not call.args or not self.shows():
            return node
        if isinstance(call.args[0], ast.Name | ast.Starred | ast.GeneratorExp):
            return node
        first = ast.Assign([ast.Name("part", ast.Store())], call.args[0])
        call.args[0] = ast.Name("part", ast.Load())
        return [first, node]

    def visit_For(self, node: ast.For) -> ast.AST:
        """Places counted, or a list made, where none is needed."""
        self.generic_visit(node)
        if not self.shows():
            return node
        maker = self.dice.choice(["list", "tuple", "iter"])
        node.iter = ast.Call(ast.Name(maker, ast.Load()), [node.iter], [])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """``dict()`` for what is a call with keywords, another order of those."""
        self.generic_visit(node)
        if len(node.keywords) > 1 and self.shows():
            node.keywords.reverse()
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """``row.get("amount")`` for ``row["amount"]``."""
        self.generic_visit(node)
        is_text = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        if not is_text or not isinstance(node.ctx, ast.Load) or not self.shows():
            return node
        return ast.Call(ast.Attribute(node.value, "get", ast.Load()), [node.slice], [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """``b * a`` for ``a * b``."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Mult) and self.shows():
            node.left, node.right = node.right, node.left
        return node
