import Catalog
import Engine
import Experiment
import Reports

/// What `train` can draw while it runs.
enum LivePlot: String, Vocabulary {
  case loss, boundary

  static let noun = "live plot"

  var summary: String {
    switch self {
    case .loss: "the loss over the epochs so far"
    case .boundary: "what the network says over the plane of two inputs"
    }
  }
}

/// A picture that is drawn again and again while training runs.
struct LivePicture {
  private let content: TrainingRun.Picture
  private let interpreter: Interpreter
  private var due: Double
  private(set) var plot: Plot?

  /// Seconds between two pictures, at least; and of how much time making them may take.
  private static let interval = 0.1
  private static let share = 0.2

  init(_ content: TrainingRun.Picture, on interpreter: Interpreter) {
    self.content = content
    self.interpreter = interpreter
    due = interpreter.environment.clock() + LivePicture.interval
  }

  /// Whether it is time for the next picture; the last one is always drawn.
  func isDue(isLast: Bool) -> Bool {
    isLast || interpreter.environment.clock() >= due
  }

  /// Makes the picture of a model. What cannot be drawn is left out: training goes on.
  mutating func draw(_ model: Model) {
    let start = interpreter.environment.clock()
    var session = interpreter.session
    session.model = model
    plot =
      switch content {
      case .loss: try? session.lossPlot()
      case .boundary(let plane): try? session.boundaryPlot(plane)
      }
    let now = interpreter.environment.clock()
    due = now + max(LivePicture.interval, (now - start) / LivePicture.share)
  }
}
