import Datasets
import Engine
import Testing

@Suite struct PrincipalComponentTests {
  @Test("iris as scikit-learn's guide prints it")
  func iris() throws {
    let components = try #require(
      try PrincipalComponents(of: BuiltinDataset.iris.load().inputs, count: 2))
    // explained_variance_ratio_ and components_ of PCA(n_components=2).
    let shares = [0.924_618_72, 0.053_066_48]
    let directions = [
      [0.361_386_59, -0.084_522_51, 0.856_670_61, 0.358_289_2],
      [0.656_588_77, 0.730_161_43, -0.173_372_66, -0.075_481_02],
    ]
    for index in 0..<2 {
      #expect(abs(components.shares[index] - shares[index]) < 1e-8)
      let found = components.directions.row(index)
      #expect(zip(found, directions[index]).allSatisfy { abs($0 - $1) < 1e-7 }, "\(found)")
    }
  }

  @Test("points on a line vary along it alone")
  func line() throws {
    let points = Matrix(rows: 3, columns: 2, elements: [0, 0, 3, 4, 6, 8])
    let components = try #require(try PrincipalComponents(of: points, count: 2))
    #expect(zip(components.directions.row(0), [0.6, 0.8]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(components.projected(points).column(0).map { $0.rounded() } == [-5, 0, 5])
    #expect(abs(components.shares[0] - 1) < 1e-12 && components.shares[1] < 1e-12)
  }

  @Test("constant columns have no variance to share")
  func constant() throws {
    let points = Matrix(rows: 4, columns: 3, repeating: 2)
    let components = try #require(try PrincipalComponents(of: points, count: 2))
    #expect(components.shares == [0, 0])
    #expect(components.projected(points).elements.allSatisfy { $0 == 0 })
  }

  /// At every row and at every step of the iteration, so that neither many rows nor many features
  /// can keep a person waiting.
  @Test("who asks for an end gets it")
  func interrupted() throws {
    let inputs = try BuiltinDataset.iris.load().inputs
    var asked = 0
    _ = try PrincipalComponents(of: inputs, count: 2) {
      asked += 1
      return true
    }
    #expect(asked > inputs.rows + 300)
    for end in [1, inputs.rows, inputs.rows + 1, asked] {
      var left = end
      let found = try PrincipalComponents(of: inputs, count: 2) {
        left -= 1
        return left > 0
      }
      #expect(found == nil)
      #expect(left == 0)
    }
  }
}
