// A session with several nodes: where the notebook runs, and what the others are for.

export function withNodes(text, nodes, trans) {
  return nodes.length > 1 ? trans.__('%1 nodes · %2', nodes.length, text) : text;
}

export function nodesTexts(nodes, trans) {
  if (nodes.length < 2) {
    return [];
  }
  const [first] = nodes;
  const torch =
    `srun torchrun --nnodes=${nodes.length} --nproc-per-node=gpu ` +
    `--rdzv-backend=c10d --rdzv-endpoint=${first}:29500 train.py`;
  return [
    trans.__(
      'It has %1 nodes: %2. JupyterLab and its notebooks run on the first, %3.',
      nodes.length,
      nodes.join(', '),
      first
    ),
    trans.__(
      'The other nodes are idle until you use them. In a terminal, “srun” starts a program on all of them; for PyTorch: %1. Where a program asks for MASTER_ADDR, it is %2.',
      torch,
      first
    ),
  ];
}
