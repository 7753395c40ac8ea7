import Experiment
import Foundation
import Language
import Reports
import Testing
import Workbench

/// What the reference says of the program, held against the program.
@Suite struct ReferenceTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("docs/reference.md is what the program says: scripts/docs writes it")
  func referenceIsCurrent() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "docs/reference.md"), encoding: .utf8)
    #expect(page == Manual.reference + "\n")
  }

  @Test("the table of commands has each under its own name")
  func tableNamesCommands() {
    #expect(Commands.names == Commands.all.map(\.name))
    #expect(Set(Commands.names).count == Commands.names.count)
  }

  @Test("each example of a command runs as it stands", arguments: Commands.all.map(\.name))
  func examplesRun(_ name: String) throws {
    let command = try #require(Commands.all.first { $0.name == name })
    #expect(!command.examples.isEmpty)
    _ = FileManager.default.changeCurrentDirectoryPath(Self.root.path)
    for example in command.examples {
      let cells = "print 1; print 2; print 3; print 4; print 5"
      let isForPrompt = command.standing == .prompt
      #expect(failures(of: example, at: isForPrompt ? cells : nil) == [], "\(example)")
    }
  }

  @Test("every word of the vocabularies has a page of help")
  func everyTopicHasAPage() {
    for topic in Manual.topics.map(\.name) {
      #expect(failures(of: "help \(topic)") == [], "\(topic)")
    }
  }
}

/// The messages of the statements that fail, at the prompt where there were cells.
private func failures(of text: String, at cells: String? = nil) -> [String] {
  let interpreter = Interpreter(environment: Environment(output: Silence()))
  if let cells {
    interpreter.beginPrompt()
    _ = run(cells, on: interpreter)
  }
  return run(text, on: interpreter)
}

private func run(_ text: String, on interpreter: Interpreter) -> [String] {
  let source = SourceText(name: "example", text)
  let parsed = parse(source)
  interpreter.begin(source)
  var messages = parsed.diagnostics.map(\.message)
  for statement in parsed.script.statements {
    if case .failed(let diagnostic) = interpreter.run(statement, of: source) {
      messages.append(diagnostic.message)
    }
  }
  return messages
}

private final class Silence: Output {
  func show(_ answer: Answer, digits: Int) {}
  func show(_ progress: Reports.Progress?, digits: Int) {}
}
