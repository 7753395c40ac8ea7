import Catalog
import Engine
import Experiment
import Language

/// All commands. A new one is a file in `Commands/` and its name here.
package enum Commands {
  package static let all: [Command] =
    LayerForm.all.map(\.command) + [
      // Data
      .dataNamed, .dataLoad, .dataStream, .dataArrays, .dataTable, .dataFeature, .dataDrop,
      .split, .scale,
      // Network
      .layerInsert, .layerRemove, .input, .loss,
      .optimizer, .schedule, .clip, .regularize, .initialize, .set, .freeze, .unfreeze, .seed,
      .precision, .threads, .reset,
      // Training
      .train, .forward, .backward, .update, .step, .crossValidate, .evaluate, .confusion, .predict,
      .snapshots, .pause, .resume, .watch,
      // Looking
      .show, .explain, .check, .checkGrads, .fix, .whatIf, .overfit, .injectBug, .injectOff, .why,
      .plotLoss, .plotData, .plotBoundary, .plotFit, .plotWeights, .plotActivations, .plotDeltas,
      .plotGrads, .plotHist, .plotNetwork, .plotLandscape, .plotConfusion, .plotCalibration,
      .undo, .redo, .back, .goto, .mark, .diff, .history, .rerun, .edit,
      // Files and session
      .saveModel, .loadModel, .saveSession, .saveNotebook, .run, .arg, .assert, .expectError,
      .print, .digits, .diagnostics, .time, .promptHints, .promptPager, .help, .tour,
      .quit, .exit,
    ]

  private static let byVerb = Dictionary(grouping: all, by: \.verb)

  package static let verbs: [String] = {
    var seen = Set<String>()
    return all.map(\.verb).filter { seen.insert($0).inserted }
  }()

  package static func forms(of verb: String) -> [Command]? { byVerb[verb] }

  /// The form of a verb that a call means: the one whose noun stands first, else the one without.
  static func command(for call: Call) throws(Diagnostic) -> Command {
    guard let forms = forms(of: call.verb.text) else { throw unknownVerb(call) }
    if let first = call.arguments.first, first.key == nil,
      case .word(let noun) = first.value.node, let form = forms.first(where: { $0.noun == noun })
    {
      return form
    }
    if let general = forms.first(where: { $0.noun == nil }) { return general }
    let first = call.arguments.first { $0.key == nil }
    let nouns = forms.compactMap(\.noun)
    if let first, case .word(let word) = first.value.node {
      throw Binder.unknownWord(
        word, noun: "'\(call.verb.text)' command", words: nouns, at: first.value.span)
    }
    throw Diagnostic(
      .argument, "'\(call.verb.text)' needs one of \(nouns.joined(separator: ", "))",
      at: call.verb.span, suggestion: "usage: \(forms[0].usage)")
  }

  /// What a statement is to a saved session: anything but a command is an ordinary statement.
  static func standing(of statement: Statement) -> Command.Standing {
    guard case .command(let call) = statement.node, forms(of: call.verb.text) != nil,
      let command = try? command(for: call)
    else { return .ordinary }
    return command.standing
  }

  static func unknownVerb(_ call: Call) -> Diagnostic {
    let name = call.verb.text
    var suggestion: String?
    if let ours = Synonyms.ours(for: name) {
      suggestion = "nn says '\(ours)'"
    } else if let near = nearest(to: name, in: verbs + Keyword.allCases.map(\.rawValue)) {
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
    if Commands.forms(of: name) != nil { return "a command" }
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
