/// Words that people bring along from Keras, PyTorch and scikit-learn, each with ours.
///
/// They are errors, never second names: one thing has one name, and the error says it.
package enum Synonyms {
  package static func ours(for word: String) -> String? {
    table[String(word.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })]
  }

  /// What stands for a call of a function that others have.
  package static func function(for word: String) -> String? { functions[word.lowercased()] }

  private static let table: [String: String] = [
    // Commands.
    "fit": "train N", "summary": "show network", "compile": "loss NAME and optimizer NAME",
    "dense": "layer dense N", "linear_layer": "layer dense N", "add": "layer …",
    "load": "data load FILE or load model FILE", "read": "data load FILE", "exit()": "exit",
    "clear": "reset", "delete": "layer remove K", "weights": "show weights",
    "network": "show network", "epochs": "train N", "dataset": "data NAME", "import": "run FILE",
    "echo": "print e", "test": "evaluate test", "score": "evaluate", "sgd": "optimizer sgd",
    "var": "let NAME = e", "const": "let NAME = e", "func": "def NAME … { … }",
    "function": "def NAME … { … }", "foreach": "for NAME in value { … }", "continue": "next",
    "elif": "else if e { … }", "model": "show network", "zero_grad": "backward",
    // Keys.
    "learning_rate": "lr", "eta": "lr", "alpha_lr": "lr", "batch_size": "batch",
    "batchsize": "batch", "minibatch": "batch", "n_epochs": "train N", "num_epochs": "train N",
    "max_iter": "train N", "iterations": "train N", "betas": "beta1 and beta2", "beta_1": "beta1",
    "beta_2": "beta2", "epsilon": "eps", "rho": "alpha", "decay": "weight_decay",
    "early_stopping": "patience", "validation_split": "split 0.2 val=0.1",
    "random_state": "seed", "test_size": "split 0.25", "units": "layer dense N",
    "activation": "layer dense N relu", "kernel_initializer": "init", "use_bias": "bias",
    "negative_slope": "alpha", "rate": "layer dropout P", "p": "layer dropout P",
    "clipnorm": "clip norm=1", "clipvalue": "clip value=5", "step_size": "every",
    "t_max": "epochs", "eta_min": "min", "delimiter": "sep", "y": "target", "label": "target",
    // Words of vocabularies.
    "logistic": "sigmoid", "identity": "linear", "none_activation": "linear", "silu": "swish",
    "leakyrelu": "leaky_relu", "lrelu": "leaky_relu", "glorot": "xavier",
    "glorot_uniform": "xavier", "glorot_normal": "xavier_normal", "xavier_uniform": "xavier",
    "kaiming": "he", "kaiming_normal": "he", "kaiming_uniform": "he_uniform", "he_normal": "he",
    "lecun_normal": "lecun", "random_normal": "normal", "random_uniform": "uniform",
    "zero": "zeros", "binary_crossentropy": "bce", "binary_cross_entropy": "bce",
    "log_loss": "bce", "bcewithlogitsloss": "bce", "crossentropy": "cross_entropy",
    "categorical_crossentropy": "cross_entropy", "ce": "cross_entropy", "nll": "cross_entropy",
    "sparse_categorical_crossentropy": "cross_entropy", "crossentropyloss": "cross_entropy",
    "mean_squared_error": "mse", "l2_loss": "mse", "mseloss": "mse",
    "mean_absolute_error": "mae", "l1_loss": "mae", "smooth_l1": "huber", "gd": "sgd",
    "steplr": "step", "multistep": "step", "exponentiallr": "exponential",
    "cosineannealing": "cosine", "reducelronplateau": "plateau", "float": "float32",
    "double": "float64", "half": "float32", "standardize": "standard", "minmaxscaler": "minmax",
    "standardscaler": "standard", "batch_norm": "batchnorm", "batchnormalization": "batchnorm",
    "cancer": "breast_cancer", "mnist": "digits",
    "decision_boundary": "boundary", "regions": "boundary", "histogram": "hist",
    "confusion_matrix": "confusion", "gradients": "grads", "gradient": "grads",
    "layers": "show network", "shape": "show network", "history": "show epochs",
    "whos": "show variables", "who": "show variables", "vars": "show variables",
    "describe": "show stats", "info": "show session", "head": "show data 5",
    "learn": "train N", "cross_validate": "cv", "kfold": "cv", "predict_proba": "predict",
    // Topics of help.
    "backpropagation": "backward", "backprop": "backward", "debugger": "pause when=(…)",
    "breakpoint": "pause when=(…)", "export": "save model FILE or predict FILE to=OUT",
    "normalize": "scale standard", "normalise": "scale standard", "gpu": "threads auto",
    "jupyter": "save notebook FILE.md", "json": "nn --json FILE", "regularization": "regularize",
    "imbalance": "train N weights=balanced", "class_weight": "weights=balanced",
    "overfitting": "split 0.2 val=0.2 and train N patience=20",
  ]

  private static let functions: [String: String] = [
    "shape": "[rows(M), cols(M)]", "size": "len(v)", "length": "len(v)", "count": "len(v)",
    "dot": "A @ B", "matmul": "A @ B", "mm": "A @ B", "range": "(1..n)", "arange": "(1..n)",
    "ln": "log(x)", "pow": "x^y", "power": "x^y", "mod": "x % y", "ceil": "-floor(-x)",
    "int": "floor(x)", "average": "mean(v)", "var": "std(v)^2", "stdev": "std(v)",
    "maximum": "max(a, b)", "minimum": "min(a, b)", "ones": "zeros(r, c) + 1", "t": "transpose(M)",
    "array": "[[1, 2], [3, 4]]", "matrix": "[[1, 2], [3, 4]]", "random": "rand()",
    "str": "\"$name\"", "string": "\"$name\"", "format": "\"${x:3}\"",
    "derivative": "slope(tanh, x)",
    "concat": "append(list, v)", "push": "append(list, v)", "arg_max": "argmax(v)",
  ]
}
