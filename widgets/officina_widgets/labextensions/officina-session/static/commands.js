// The same acts for the command palette and for keyboard shortcuts.

export function addCommands(room) {
  const { app, palette, trans } = room;
  const commands = {
    show: { label: trans.__('Show the time left'), execute: () => room.show() },
    save: { label: trans.__('Save all now'), execute: () => room.save() },
    extend: {
      label: trans.__('Extend the session'),
      execute: () => room.extend(),
      isEnabled: () => room.canExtend,
    },
    checkpoint: {
      label: trans.__('Run my checkpoint scripts now'),
      execute: () => room.checkpoint(),
    },
    continue: {
      label: trans.__('Continue as a batch job'),
      execute: () => room.continue(),
      isEnabled: () => room.canContinue,
    },
  };
  for (const [name, options] of Object.entries(commands)) {
    const command = `officina-session:${name}`;
    app.commands.addCommand(command, options);
    palette?.addItem({ command, category: trans.__('Session') });
  }
}
