import Catalog
import Experiment
import Formats
import Language

/// Where a command writes: the parameter that names the file, and the one that says whether a file
/// may be replaced.
struct FileSlots: Sendable {
  let file: Slot<String>
  private let overwrite: Slot<Bool>

  /// - Parameter replaces: whether a file is replaced where the call does not say.
  init(_ file: Slot<String>, replaces: Bool) {
    self.file = file
    overwrite = .boolean("overwrite", fallback: replaces, "whether a file may be replaced")
  }

  var parameters: [Parameter] { [file.parameter, overwrite.parameter] }

  /// The file that a call names by a key, if it does.
  ///
  /// - Throws: where it says what is to be done with a file, but not with which.
  func path(in call: BoundCall) throws(Diagnostic) -> String? {
    if call[file] == nil, call.gives(overwrite.parameter) {
      throw Diagnostic(
        .argument, "'overwrite' goes with \(file.parameter.name)=",
        at: call.span(ofKey: "overwrite"))
    }
    return call[file]
  }

  /// The file that a call names; an error where there is one that must not be replaced. Asked before
  /// the work is done.
  func output(_ path: String, of call: BoundCall, _ interpreter: Interpreter) throws(Diagnostic)
    -> OutputFile
  {
    let span = call.span(of: file.parameter.name)
    let replaces = call[overwrite] ?? (overwrite.parameter.fallback == "on")
    guard !replaces, fileExists(path) else { return OutputFile(path: path, span: span) }
    if call[overwrite] != nil {
      throw Diagnostic(.file, "'\(path)' exists and overwrite=off", at: span)
    }
    guard interpreter.environment.confirm("replace '\(path)'?") else {
      throw Diagnostic(.file, "'\(path)' exists", at: span, suggestion: "overwrite=on replaces it")
    }
    return OutputFile(path: path, span: span)
  }
}

/// A file that is to be written, and may be replaced.
struct OutputFile {
  let path: String
  let span: SourceSpan

  /// Writes the bytes, all of them or none.
  ///
  /// - Returns: what a note says behind the name of the file.
  func write(_ bytes: [UInt8]) throws(Diagnostic) -> String {
    let replaced = try at(span) { () throws(Diagnostic) in
      try Diagnostic.wrapping { try writeFileAtomically(path, bytes) }
    }
    return replaced ? ", replacing the old file" : ""
  }
}
