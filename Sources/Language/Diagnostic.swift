/// An error as data: what was found, where, what was expected, what to do.
package struct Diagnostic: Error, Sendable {
  /// A short stable word for programs: `syntax`, `unknown`, `value`, `state`, `file` …
  package enum Code: String, Sendable, CaseIterable {
    case syntax, unknown, argument, value, shape, state, number, data, file, limit, assertion,
      interrupted
  }

  package var code: Code
  /// Lower case, one sentence, no full stop.
  package var message: String
  package var span: SourceSpan?
  package var source: SourceText?
  /// A line that says what to do: `did you mean 'relu'?`
  package var suggestion: String?

  package init(
    _ code: Code, _ message: String, at span: SourceSpan? = nil, in source: SourceText? = nil,
    suggestion: String? = nil
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.source = source
    self.suggestion = suggestion
  }

  /// The same error with a place where it had none.
  package func located(at span: SourceSpan? = nil, in source: SourceText? = nil) -> Diagnostic {
    var copy = self
    if copy.span == nil { copy.span = span }
    if copy.source == nil { copy.source = source }
    return copy
  }
}
