import Catalog
import Engine
import Experiment
import Language

/// All commands. A new one is a file in `Commands/` and its name here.
package enum Commands {
  /// Each is described when it is first looked at: to describe them all was two thirds of a start.
  private static let table: KeyValuePairs<String, @Sendable () -> Command> = [
    "layer dense": { .layerDense }, "layer dropout": { .layerDropout },
    "layer batchnorm": { .layerBatchnorm },
    // Data
    "data": { .dataNamed }, "data load": { .dataLoad }, "data stream": { .dataStream },
    "data arrays": { .dataArrays }, "data table": { .dataTable }, "data feature": { .dataFeature },
    "data drop": { .dataDrop },
    "split": { .split }, "scale": { .scale },
    // Network
    "layer insert": { .layerInsert }, "layer remove": { .layerRemove }, "input": { .input },
    "loss": { .loss }, "optimizer": { .optimizer }, "schedule": { .schedule }, "clip": { .clip },
    "regularize": { .regularize }, "init": { .initialize }, "set": { .set }, "freeze": { .freeze },
    "unfreeze": { .unfreeze }, "seed": { .seed }, "precision": { .precision },
    "threads": { .threads }, "reset": { .reset },
    // Training
    "train": { .train }, "forward": { .forward }, "backward": { .backward }, "update": { .update },
    "step": { .step }, "cv": { .crossValidate }, "evaluate": { .evaluate },
    "confusion": { .confusion }, "predict": { .predict }, "snapshots": { .snapshots },
    "pause": { .pause }, "resume": { .resume }, "watch": { .watch },
    // Looking
    "show": { .show }, "explain": { .explain }, "check": { .check }, "check grads": { .checkGrads },
    "fix": { .fix }, "whatif": { .whatIf }, "overfit": { .overfit }, "inject bug": { .injectBug },
    "inject off": { .injectOff }, "why": { .why }, "plot loss": { .plotLoss },
    "plot data": { .plotData }, "plot boundary": { .plotBoundary }, "plot fit": { .plotFit },
    "plot weights": { .plotWeights }, "plot activations": { .plotActivations },
    "plot deltas": { .plotDeltas }, "plot grads": { .plotGrads }, "plot hist": { .plotHist },
    "plot network": { .plotNetwork }, "plot landscape": { .plotLandscape },
    "plot confusion": { .plotConfusion }, "plot calibration": { .plotCalibration },
    "undo": { .undo }, "redo": { .redo }, "back": { .back }, "goto": { .goto }, "mark": { .mark },
    "diff": { .diff }, "history": { .history }, "rerun": { .rerun }, "edit": { .edit },
    // Files and session
    "save model": { .saveModel }, "load model": { .loadModel }, "save session": { .saveSession },
    "save notebook": { .saveNotebook }, "run": { .run }, "arg": { .arg }, "assert": { .assert },
    "expect error": { .expectError }, "print": { .print }, "digits": { .digits },
    "diagnostics": { .diagnostics }, "time": { .time }, "prompt hints": { .promptHints },
    "prompt pager": { .promptPager }, "help": { .help }, "tour": { .tour }, "quit": { .quit },
    "exit": { .exit },
  ]

  /// The forms of a verb, in the order of the table.
  private struct Form {
    let noun: String?
    let describe: @Sendable () -> Command
  }

  private static let byVerb: [String: [Form]] = {
    var forms = [String: [Form]](minimumCapacity: table.count)
    for (name, describe) in table {
      let (verb, noun) = Command.words(of: name)
      forms[verb, default: []].append(Form(noun: noun, describe: describe))
    }
    return forms
  }()

  package static let all = table.map { $0.value() }

  /// All commands under the names that the table has for them.
  package static var names: [String] { table.map(\.key) }

  package static let verbs: [String] = {
    var seen = Set<String>()
    return names.map { Command.words(of: $0).verb }.filter { seen.insert($0).inserted }
  }()

  package static func isVerb(_ word: String) -> Bool { byVerb[word] != nil }

  package static func forms(of verb: String) -> [Command]? { byVerb[verb]?.map { $0.describe() } }

  /// The form of a verb that a call means: the one whose noun stands first, else the one without;
  /// nil where no command has that verb.
  static func command(for call: Call) throws(Diagnostic) -> Command? {
    guard let forms = byVerb[call.verb.text] else { return nil }
    if let first = call.arguments.first, first.key == nil,
      case .word(let noun) = first.value.node, let form = forms.first(where: { $0.noun == noun })
    {
      return form.describe()
    }
    if let general = forms.first(where: { $0.noun == nil }) { return general.describe() }
    let first = call.arguments.first { $0.key == nil }
    let nouns = forms.compactMap(\.noun)
    if let first, case .word(let word) = first.value.node {
      throw Binder.unknownWord(
        word, noun: "'\(call.verb.text)' command", topic: call.verb.text, words: nouns,
        at: first.value.span)
    }
    throw Diagnostic(
      .argument, "'\(call.verb.text)' needs one of \(nouns.joined(separator: ", "))",
      at: call.verb.span, suggestion: "usage: \(forms[0].describe().usage)")
  }

  /// What a statement is to a saved session: anything but a command is an ordinary statement.
  static func standing(of statement: Statement) -> Command.Standing {
    guard case .command(let call) = statement.node, let command = try? command(for: call)
    else { return .ordinary }
    return command.standing
  }

  /// - Parameters:
  ///   - definitions: the commands that the user has made.
  ///   - isVariable: whether a variable has this name.
  static func unknownVerb(_ call: Call, definitions: [String], isVariable: Bool) -> Diagnostic {
    let name = call.verb.text
    let known = verbs + Keyword.allCases.map(\.rawValue) + definitions
    var suggestion: String?
    if isVariable {
      suggestion = "variables carry a $: write $\(name)"
    } else if let ours = Synonyms.ours(for: name) {
      suggestion = "nn says '\(ours)'"
    } else if let near = nearest(to: name, in: known) {
      suggestion = "did you mean '\(near)'?"
    } else if call.arguments.isEmpty,
      let near = nearest(to: name, in: Quantity.allCases.map(\.rawValue))
    {
      suggestion = "did you mean '\(near)'?"
    } else {
      suggestion = "'help' lists the commands"
    }
    return Diagnostic(
      .unknown, "unknown command '\(name)'", at: call.verb.span, suggestion: suggestion)
  }
}

/// What a name already means, so that a `def` does not take it.
enum NameRegistry {
  static func meaning(of name: String) -> String? {
    if Commands.isVerb(name) { return "a command" }
    if Keyword(rawValue: name) != nil
      || ["in", "true", "false", "and", "or", "not", "within"].contains(name)
    {
      return "a word of the language"
    }
    if Quantity.isKnown(name) || Quantity.isLayered(name) { return "a quantity" }
    if Function(rawValue: name) != nil || Interpreter.specialFunctions.contains(name) {
      return "a function"
    }
    if Activation(rawValue: name) != nil { return "an activation" }
    return nil
  }
}
