image Other from "base:1" { }
test NotRun of Other { Run("true"); }
