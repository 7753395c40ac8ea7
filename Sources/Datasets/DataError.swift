import Engine
import Formats

/// What is wrong with data, or with what was asked of it.
package struct DataError: Error, Equatable, Sendable {
  /// Lower case, one sentence, no full stop; it names line and column where they are known.
  package var message: String
  /// A line that says what to do: `did you mean 'species'?`
  package var suggestion: String?
  /// The line of the file, from 1.
  package var line: Int?
  /// The column of the table, from 1.
  package var column: Int?
  /// The option of `LoadOptions` that asks for what cannot be: "target".
  package var option: String?

  package init(
    _ message: String, suggestion: String? = nil, line: Int? = nil, column: Int? = nil,
    option: String? = nil
  ) {
    self.message = message
    self.suggestion = suggestion
    self.line = line
    self.column = column
    self.option = option
  }

  init(_ error: FormatError) { self.init(error.message) }
}

extension Error {
  /// The error of a file that an option names, with its name where it is not said.
  func asOption(_ option: String, _ path: String) -> any Error {
    let message =
      switch self {
      case let error as DataError: error.message
      case let error as FileError: error.message
      case let error as FormatError: error.message
      default: "cannot read it"
      }
    let isNamed = message.contains("'\(path)'")
    return DataError(isNamed ? message : "'\(path)': \(message)", option: option)
  }
}

/// - Throws: where so much cannot be taken beside what is in use.
func checkRoom(bytes: Double) throws(DataError) {
  do throws(EngineError) { try Memory.check(bytes: bytes) } catch { throw DataError(error.message) }
}
