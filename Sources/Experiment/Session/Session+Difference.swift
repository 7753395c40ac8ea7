extension Session {
  /// What is most noticeably different in another session, as a person would say it:
  /// "epoch 500 → 0".
  package func differences(to other: Session) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ noun: String, _ before: Value, _ after: Value) {
      if before != after { found.append("\(noun) \(before) → \(after)") }
    }
    compare("data", data?.dataset.name ?? "none", other.data?.dataset.name ?? "none")
    compare("layers", network.layers.count, other.network.layers.count)
    let (epoch, otherEpoch) = (model?.epoch ?? 0, other.model?.epoch ?? 0)
    compare("epoch", epoch, otherEpoch)
    if epoch == otherEpoch { compare("steps", model?.steps ?? 0, other.model?.steps ?? 0) }
    return found
  }
}
