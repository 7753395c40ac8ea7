/// Words that people bring along from Keras, PyTorch and scikit-learn, each with ours.
///
/// They are errors, never second names: one thing has one name, and the error says it.
package enum Synonyms {
  package static func ours(for word: String) -> String? { table[word.lowercased()] }

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
  ]
}
