import Engine
import Experiment
import Reports

/// What is seen of a training while it runs: rows where nothing can be redrawn, else a line of
/// progress, and a picture above it where one is asked for.
final class TrainingDisplay {
  private let run: TrainingRun
  private let interpreter: Interpreter
  private let firstEpoch: Int
  private let start: Double
  private var shown: Double
  private var trend = Trend()
  private var picture: LivePicture?
  /// The learning rate, and the validation loss, where training was last looked at.
  var rate = 0.0
  var validation: Double?

  /// - Parameter start: when training began, in seconds.
  init(_ run: TrainingRun, firstEpoch: Int, start: Double, on interpreter: Interpreter) {
    self.run = run
    self.interpreter = interpreter
    self.firstEpoch = firstEpoch
    self.start = start
    shown = start
    if let content = run.picture, interpreter.environment.output.showsLive, !run.isQuiet {
      picture = LivePicture(content, on: interpreter)
    }
  }

  /// Whether a picture is drawn as training goes.
  var isLive: Bool { picture != nil }

  /// Shows how far training has come, some times a second and not before it has taken a while.
  func showProgress(_ epoch: Int, _ loss: Double?) {
    let now = interpreter.environment.clock()
    guard now - start > 0.2, now - shown > 0.1, !run.isQuiet else { return }
    shown = now
    show(epoch, loss ?? .nan, elapsed: now - start)
  }

  private func show(_ epoch: Int, _ loss: Double, elapsed: Double) {
    trend.append(loss)
    var fields = [Field("loss", measure: loss)]
    if let validation { fields.append(Field("val_loss", measure: validation)) }
    fields.append(Field("lr", .number(rate)))
    interpreter.environment.output.show(
      Progress(
        done: epoch - firstEpoch, total: run.epochs, noun: "epoch", fields: fields,
        elapsed: elapsed, trend: trend.values, plot: picture?.plot),
      digits: interpreter.session.digits)
  }

  /// Draws the live picture again, some times a second; at the end once more.
  func showPicture(of model: Model, isLast: Bool = false) {
    guard picture?.isDue(isLast: isLast) == true else { return }
    picture?.draw(model)
    shown = interpreter.environment.clock()
    show(model.epoch, model.curve.points.last?.loss ?? .nan, elapsed: shown - start)
  }

  func showRow(_ model: Model, _ trainer: Trainer) {
    guard !run.isQuiet, let point = model.curve.points.last else { return }
    let digits = interpreter.session.digits
    var text = "epoch \(point.epoch)  loss \(format(measure: point.loss, digits: digits))"
    if let validation = point.validation {
      text += "  val_loss \(format(measure: validation, digits: digits))"
    }
    let watches = watchedText(model, trainer)
    interpreter.environment.output.show(
      Answer(notes: [text + watches], isRow: watches.isEmpty), digits: digits)
  }

  private func watchedText(_ model: Model, _ trainer: Trainer) -> String {
    guard !interpreter.session.debugger.watches.isEmpty else { return "" }
    interpreter.session.model = model
    interpreter.session.keepPass(of: trainer)
    defer { interpreter.session.model = nil }
    return interpreter.watchedText()
  }
}

/// A course of numbers, thinned evenly so that it stays short.
private struct Trend {
  private(set) var values: [Double] = []
  private var stride = 1
  private var count = 0

  mutating func append(_ value: Double) {
    if count % stride == 0 { values.append(value) } else { values[values.count - 1] = value }
    count += 1
    guard values.count > 64 else { return }
    values = values.indices.filter { $0 % 2 == 0 }.map { values[$0] }
    stride *= 2
  }
}
