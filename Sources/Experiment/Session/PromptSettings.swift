/// What a prompt does beside reading and running; scripts have no use for it.
package struct PromptSettings: Equatable, Sendable {
  package var showsHints = true
  package var usesPager = true
}
