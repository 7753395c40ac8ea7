import CEditLine

/// The editor's own commands, beside libedit's. Each can be bound in `.editrc` by its name.
enum Command: String, CaseIterable {
  case enter = "nn-enter"
  case newRow = "nn-new-row"
  case closeBracket = "nn-close-bracket"
  case up = "nn-up"
  case down = "nn-down"
  case right = "nn-right"
  case wordLeft = "nn-word-left"
  case wordRight = "nn-word-right"
  case rowStart = "nn-row-start"
  case rowEnd = "nn-row-end"
  case delete = "nn-delete"
  case deleteOrLeave = "nn-delete-or-leave"
  case killToRowEnd = "nn-kill-to-row-end"
  case killToRowStart = "nn-kill-to-row-start"
  case killBlankWord = "nn-kill-blank-word"
  case killWordLeft = "nn-kill-word-left"
  case killWordRight = "nn-kill-word-right"
  case yank = "nn-yank"
  case undo = "nn-undo"
  case redo = "nn-redo"
  case complete = "nn-complete"
  case paste = "nn-paste"
  case search = "nn-search"
  case editElsewhere = "nn-edit-elsewhere"
  case clear = "nn-clear"
  case interrupt = "nn-interrupt"
  case ignore = "nn-ignore"

  /// One line for libedit's list of commands.
  var summary: String {
    switch self {
    case .enter: "Hand a complete block over, or add a row to an open one"
    case .newRow: "Add a row"
    case .closeBracket: "Insert a closing bracket, a row's first one at the block's indent"
    case .up: "The row above, or the older entry with the prefix typed"
    case .down: "The row below, or the newer entry, at last the draft"
    case .right: "The next character; at the end of the text, accept the hint"
    case .wordLeft: "The start of the word"
    case .wordRight: "The end of the word"
    case .rowStart: "The start of the row"
    case .rowEnd: "The end of the row; at the end of the text, accept the hint"
    case .delete: "Delete the character under the cursor"
    case .deleteOrLeave: "Delete the character under the cursor; leave from an empty line"
    case .killToRowEnd: "Cut to the end of the row"
    case .killToRowStart: "Cut to the start of the row"
    case .killBlankWord: "Cut the text since the last blank"
    case .killWordLeft: "Cut the word before the cursor"
    case .killWordRight: "Cut the word after the cursor"
    case .yank: "Insert what was cut last"
    case .undo: "Take back the last change"
    case .redo: "Make the change again that was taken back"
    case .complete: "Complete what stands before the cursor"
    case .paste: "Insert what the terminal pastes"
    case .search: "Search the history backwards"
    case .editElsewhere: "Open the text in $VISUAL, $EDITOR or vi"
    case .clear: "Clear the screen"
    case .interrupt: "Give the text up"
    case .ignore: "Do nothing"
    }
  }

  /// The keys that mean the command in emacs mode and while inserting in vi mode, in the notation
  /// of editrc(5).
  var keys: [String] {
    switch self {
    case .enter: ["^M", "^J"]
    case .newRow: [SpecialKey.newRow.name]
    case .closeBracket: ["}", "]", ")"]
    case .up: [SpecialKey.up.name, SpecialKey.pageUp.name, "^P"]
    case .down: [SpecialKey.down.name, SpecialKey.pageDown.name, "^N"]
    case .right: [SpecialKey.right.name]
    case .wordLeft: [SpecialKey.wordLeft.name]
    case .wordRight: [SpecialKey.wordRight.name]
    case .rowStart: [SpecialKey.home.name, "^A"]
    case .rowEnd: [SpecialKey.end.name, "^E"]
    case .delete: [SpecialKey.delete.name]
    case .deleteOrLeave: ["^D"]
    case .killToRowEnd: ["^K"]
    case .killToRowStart: ["^U"]
    case .killBlankWord: ["^W"]
    case .yank: ["^Y"]
    case .undo: ["^_"]
    case .complete: ["^I"]
    case .paste: [SpecialKey.paste.name]
    case .search: ["^R"]
    case .clear: ["^L"]
    case .interrupt: ["^C"]
    case .ignore:
      [SpecialKey.unbound.name, SpecialKey.backTab.name, "^G", "^O", "^Q", "^S", "^Z", "^\\\\"]
    case .killWordLeft, .killWordRight, .redo, .editElsewhere: []
    }
  }

  /// More keys of emacs mode.
  var emacsKeys: [String] {
    switch self {
    case .right: ["^F"]
    case .wordLeft: ["^[b", "^[B"]
    case .wordRight: ["^[f", "^[F"]
    case .killWordLeft: ["^[^?", "^[^H"]
    case .killWordRight: ["^[d", "^[D"]
    case .undo: ["^X^U"]
    case .editElsewhere: ["^X^E"]
    case .redo: ["^[_", "^X^R"]
    case .ignore: ["^[x", "^[X"]
    default: []
    }
  }

  /// The keys of vi's command mode; libedit's own search and its one-level undo draw by
  /// themselves or know nothing of rows.
  var viCommandKeys: [String] {
    switch self {
    case .enter: ["^M", "^J"]
    case .up: [SpecialKey.up.name, SpecialKey.pageUp.name, "^P", "k", "-"]
    case .down: [SpecialKey.down.name, SpecialKey.pageDown.name, "^N", "j", "+"]
    case .right: [SpecialKey.right.name]
    case .rowStart: [SpecialKey.home.name]
    case .rowEnd: [SpecialKey.end.name, "$"]
    case .wordLeft: [SpecialKey.wordLeft.name]
    case .wordRight: [SpecialKey.wordRight.name]
    case .delete: [SpecialKey.delete.name]
    case .deleteOrLeave: ["^D"]
    case .paste: [SpecialKey.paste.name]
    case .undo: ["u"]
    case .redo: ["^R"]
    case .search: ["/", "?"]
    case .editElsewhere: ["v"]
    case .clear: ["^L"]
    case .interrupt: ["^C"]
    case .ignore: [SpecialKey.unbound.name, SpecialKey.newRow.name, ":", "#", "n", "N"]
    default: []
    }
  }

  /// libedit calls a function without saying for which command: each has its own.
  var function: EditLineCommand {
    switch self {
    case .enter: { editor, _ in Editor.run(.enter, editor) }
    case .newRow: { editor, _ in Editor.run(.newRow, editor) }
    case .closeBracket: { editor, key in Editor.run(.closeBracket, editor, key) }
    case .up: { editor, _ in Editor.run(.up, editor) }
    case .down: { editor, _ in Editor.run(.down, editor) }
    case .right: { editor, _ in Editor.run(.right, editor) }
    case .wordLeft: { editor, _ in Editor.run(.wordLeft, editor) }
    case .wordRight: { editor, _ in Editor.run(.wordRight, editor) }
    case .rowStart: { editor, _ in Editor.run(.rowStart, editor) }
    case .rowEnd: { editor, _ in Editor.run(.rowEnd, editor) }
    case .delete: { editor, _ in Editor.run(.delete, editor) }
    case .deleteOrLeave: { editor, _ in Editor.run(.deleteOrLeave, editor) }
    case .killToRowEnd: { editor, _ in Editor.run(.killToRowEnd, editor) }
    case .killToRowStart: { editor, _ in Editor.run(.killToRowStart, editor) }
    case .killBlankWord: { editor, _ in Editor.run(.killBlankWord, editor) }
    case .killWordLeft: { editor, _ in Editor.run(.killWordLeft, editor) }
    case .killWordRight: { editor, _ in Editor.run(.killWordRight, editor) }
    case .yank: { editor, _ in Editor.run(.yank, editor) }
    case .undo: { editor, _ in Editor.run(.undo, editor) }
    case .redo: { editor, _ in Editor.run(.redo, editor) }
    case .complete: { editor, _ in Editor.run(.complete, editor) }
    case .paste: { editor, _ in Editor.run(.paste, editor) }
    case .search: { editor, _ in Editor.run(.search, editor) }
    case .editElsewhere: { editor, _ in Editor.run(.editElsewhere, editor) }
    case .clear: { editor, _ in Editor.run(.clear, editor) }
    case .interrupt: { editor, _ in Editor.run(.interrupt, editor) }
    case .ignore: { editor, _ in Editor.run(.ignore, editor) }
    }
  }
}

extension SpecialKey {
  /// The key's stand-in as editrc(5) writes a character.
  var name: String { "\\" + String(rawValue, radix: 8) }
}
