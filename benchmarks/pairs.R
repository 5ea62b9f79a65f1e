# Pairs of an exam and its solution of eight of R/exams' own problems: Rscript pairs.R COUNT FOLDER
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
suppressMessages(library(exams))
set.seed(2026)
problems <- paste0(c("deriv", "tstat", "confint", "dist", "fruit", "lagrange", "regression", "sumdiff"), ".Rnw")

# The package's own templates, without the packages that this TeX lacks: that only makes them faster.
template <- function(name) {
  lines <- readLines(system.file("tex", paste0(name, ".tex"), package = "exams"))
  for (package in c("a4wide", "xargs", "eurosym", "helvet")) {
    file <- if (package == "helvet") "phvr8t.tfm" else paste0(package, ".sty")
    if (system2("kpsewhich", file, stdout = FALSE) != 0) {
      lines <- sub(paste0("\\usepackage{", package, "}"), "", lines, fixed = TRUE)
      lines <- gsub(paste0("([{,])", package, ","), "\\1", lines)
    }
  }
  if (!any(grepl("usepackage{helvet", lines, fixed = TRUE))) lines <- gsub("phv", "lmss", lines)
  lines <- if (any(grepl("xargs", lines))) lines else gsub("\\newcommandx{", "\\newcommand{", lines, fixed = TRUE)
  file <- file.path(folder, paste0(name, ".tex"))
  writeLines(lines, file)
  file
}

templates <- c(template("exam"), template("solution"))
invisible(exams2pdf(problems, n = as.integer(arguments[1]), dir = folder, quiet = TRUE, template = templates))
