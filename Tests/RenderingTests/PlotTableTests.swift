import Engine
import Rendering
import Reports
import Testing

@Suite struct PlotTableTests {
  private let third = 1.0 / 3

  @Test("lines over the same x are columns beside each other, with all their digits")
  func lines() {
    let plot = Plot(
      title: "",
      Chart(
        x: Axis("epoch", from: 1, to: 2), y: Axis("loss", from: 0, to: 1),
        series: [
          Series("loss", .line, x: [1, 2], y: [third, 0.1]),
          Series("val_loss", .line, x: [1, 2], y: [1, .nan]),
        ]))
    #expect(
      PlotTable.csv(plot) == "epoch,loss,val_loss\n1,0.3333333333333333,1\n2,0.1,nan\n")
  }

  @Test("points stand below each other with the name of their series; names are quoted")
  func points() {
    let plot = Plot(
      title: "",
      Chart(
        x: Axis("a,b", from: 0, to: 1), y: Axis("c\"d", from: 0, to: 1),
        series: [
          Series("p", .points, x: [1], y: [2]), Series("q", .points, x: [3], y: [4.5]),
        ]))
    #expect(PlotTable.csv(plot) == "series,\"a,b\",\"c\"\"d\"\np,1,2\nq,3,4.5\n")
  }

  @Test("cells have their unit and their input, bars their ends, links their indices")
  func others() {
    let matrix = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    let cells = Chart(
      title: "W1", x: Axis("input", places: ["x1", "x2"]), y: Axis("unit", places: ["1", "2"]),
      grid: Grid(.diverging, names: ["W1"], channels: [matrix], isSmooth: false))
    #expect(
      PlotTable.csv(Plot(title: "", cells)) == "unit,input,W1\n1,x1,1\n1,x2,2\n2,x1,3\n2,x2,4\n")
    let two = PlotTable.csv(Plot(title: "", panels: [.chart(cells), .chart(cells)]))
    #expect(two.hasPrefix("panel,unit,input,value\nW1,1,x1,1\n"))
    let bars = Chart(
      x: Axis("W1", from: 0, to: 1), y: Axis("count", from: 0, to: 3),
      series: [Series("", .bars(width: 0.5), x: [0, 0.5], y: [1, 3])])
    #expect(
      PlotTable.csv(Plot(title: "", bars)) == "W1 from,W1 to,count\n0,0.5,1\n0.5,1,3\n")
    let diagram = Diagram(
      columns: [.init(title: [], count: 2), .init(title: [], count: 1)],
      links: [Matrix(rows: 1, columns: 2, elements: [0.5, -2])], names: ["W1"])
    #expect(
      PlotTable.csv(Plot(title: "", panels: [.diagram(diagram)]))
        == "array,unit,input,weight\nW1,1,1,0.5\nW1,1,2,-2\n")
  }

  @Test("a grid has the numbers of each point, from the ends of the axes on")
  func grid() {
    let plot = Plot(
      title: "",
      Chart(
        x: Axis("x1", from: 0, to: 2), y: Axis("x2", from: -1, to: 1),
        grid: Grid(
          .classes, names: ["a", "b"],
          channels: [
            Matrix(rows: 2, columns: 2, elements: [1, 0, 0.5, 0.25]),
            Matrix(rows: 2, columns: 2, elements: [0, 1, 0.5, 0.75]),
          ], isSmooth: true), series: [Series("a", .points, x: [1], y: [0])]))
    #expect(
      PlotTable.csv(plot) == """
        series,x1,x2,a,b
        grid,0,-1,1,0
        grid,2,-1,0,1
        grid,0,1,0.5,0.5
        grid,2,1,0.25,0.75
        a,1,0,,

        """)
  }

  @Test("samples on a surface have their own number in its column")
  func samples() {
    #expect(
      PlotTable.csv(SamplePlots.samples).hasSuffix(
        "\ngrid,2,2,0\nsamples,1,1,0\nsamples (held out),1.5,1,8\n"))
  }
}
