//! The subjects of windtunnel's benchmarks in other tools.
pub mod measure;
