import Datasets
import Engine
import Formats
import Language

// The errors of the floors below, as the language says them.

extension Diagnostic {
  /// Of work that was interrupted and is wanted no more.
  package var abandoned: Diagnostic {
    Diagnostic(.interrupted, "abandoned; the session is as it was before", at: span, in: source)
  }
}

extension EngineError {
  fileprivate var code: Diagnostic.Code {
    switch self {
    case .noLayers, .noSamples, .noTarget, .noGradients, .stalePass: .state
    case .sizeOutOfRange, .dropoutRate, .optionOutOfRange, .nesterovNeedsMomentum: .argument
    case .tooLarge: .limit
    case .softmaxNotLast, .softmaxNeedsCrossEntropy, .lossNeedsOutput, .targetOutOfRange: .value
    case .inputWidth, .targetWidth, .sampleCount, .wrongShape: .shape
    case .rowOutOfRange, .indexOutOfRange, .valueOutOfRange: .value
    case .noSuchParameter: .unknown
    case .badState: .file
    case .changedData: .data
    case .nonFiniteLoss, .nonFiniteParameter: .number
    }
  }
}

/// An error of a floor below, which the language can say.
private protocol Diagnosable: Error {
  var diagnostic: Diagnostic { get }
}

extension EngineError: Diagnosable {
  fileprivate var diagnostic: Diagnostic { Diagnostic(code, message, suggestion: suggestion) }
}

extension DataError: Diagnosable {
  fileprivate var diagnostic: Diagnostic { Diagnostic(.data, message, suggestion: suggestion) }
}

extension FileError: Diagnosable {
  fileprivate var diagnostic: Diagnostic { Diagnostic(.file, message) }
}

extension FormatError: Diagnosable {
  fileprivate var diagnostic: Diagnostic { Diagnostic(.file, message) }
}

extension Diagnostic {
  package static func of(_ error: EngineError) -> Diagnostic { error.diagnostic }

  /// Runs something of the floors below; its error becomes one of the language.
  package static func wrapping<Result>(_ body: () throws -> Result) throws(Diagnostic) -> Result {
    do {
      return try body()
    } catch let error as any Diagnosable {
      throw error.diagnostic
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(.state, "\(error)")
    }
  }
}

/// An error of this body with a place where it has none.
package func at<Result>(_ span: SourceSpan, _ body: () throws(Diagnostic) -> Result)
  throws(Diagnostic)
  -> Result
{
  do throws(Diagnostic) { return try body() } catch { throw error.located(at: span) }
}
