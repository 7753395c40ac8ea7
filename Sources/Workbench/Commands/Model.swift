import Catalog
import Engine
import Experiment
import Formats
import Language
import Reports

// Trained networks in files.

extension Command {
  static let saveModel: Command = {
    let place = FileSlots(.file("file", .first, "a .safetensors file"), replaces: true)
    return Command(
      "save model", shelf: .session, summary: "write the network with all its numbers to a file",
      parameters: place.parameters,
      details: [
        "Layers, weights, loss, optimizer and its state, schedule, clip, scaling, class and column "
          + "names, epoch.",
        "Weights lie under the names and in the shapes of torch: layers.1.weight [units, inputs].",
        "The file is replaced in one moment: it always holds all of the old or all of the new.",
      ],
      examples: [
        "data iris; layer dense 3 softmax; train 5; save model /tmp/nn-example.safetensors"
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(place.file)
      let output = try place.output(path, of: call, interpreter)
      let saved = try SavedModel(interpreter.session)
      let bytes = try at(output.span) { () throws(Diagnostic) in
        try Diagnostic.wrapping { try saved.file.encoded() }
      }
      let rest = try output.write(bytes)
      // Another ending promises another format.
      let format = path.hasSuffix(".safetensors") ? "" : ", in the format safetensors"
      return .note("saved the network to \(path)\(format)\(rest)")
    }
  }()

  static let loadModel: Command = {
    let file = Slot.file("file", .first, "a file that 'save model' wrote")
    return Command(
      "load model", shelf: .session, summary: "read a network that was saved",
      parameters: [file.parameter],
      details: [
        "It takes the place of the network; data, split, seed and variables stay.",
        "'predict' then gives the same bits as before, and training goes on where it was.",
      ],
      examples: [
        "data iris; layer dense 3 softmax; save model /tmp/nn-example.safetensors; "
          + "load model /tmp/nn-example.safetensors; show network"
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(file)
      try at(call.span(of: "file")) { () throws(Diagnostic) in
        let bytes = try Diagnostic.wrapping { try readFile(path) }
        do throws(Diagnostic) {
          try interpreter.load(SavedModel(decoding: bytes), named: path)
        } catch {
          throw Diagnostic(
            .file, "cannot load '\(path)': \(error.message)",
            suggestion: "it reads files that 'save model' wrote")
        }
      }
      let session = interpreter.session
      return .note(
        "loaded \(counted(session.network.layers.count, "layer")), "
          + "\(counted(session.model?.blueprint.parameterCount ?? 0, "parameter")), "
          + "epoch \(session.model?.epoch ?? 0)")
    }
  }()
}

extension Interpreter {
  /// The only commands that a model file may hold.
  private static let modelVerbs: Set = [
    "precision", "scale", "layer", "regularize", "loss", "optimizer", "schedule", "clip", "freeze",
  ]

  fileprivate func load(_ saved: SavedModel, named name: String) throws(Diagnostic) {
    let inputs = try saved.count("inputs")
    if let columns = session.data?.dataset.inputs.columns, columns != inputs {
      throw Diagnostic(
        .shape, "it has \(counted(inputs, "input")), but the data has \(columns)")
    }
    session.resetNetwork()
    session.inputs = inputs
    let parsed = parse(SourceText(name: name, saved.statements))
    if let first = parsed.diagnostics.first { throw first }
    for statement in parsed.script.statements {
      guard case .command(let call) = statement.node,
        Interpreter.modelVerbs.contains(call.verb.text),
        let command = try Commands.command(for: call)
      else { throw Diagnostic(.file, "its description is no network") }
      let bound = try Binder(command: command, call: call).bind { (value) throws(Diagnostic) in
        try evaluate(value)
      }
      _ = try command.body(bound, self)
    }
    let blueprint = try session.blueprint()
    session.model = try saved.model(blueprint)
    session.scheduleStart = try saved.scheduleStart()
    session.fixedScaling = try saved.scaling(inputs: inputs, outputs: blueprint.outputs)
    session.names = ModelNames(
      columns: saved.columns, classes: saved.names("class_names"),
      targets: saved.names("target_names"))
  }
}
