/** What every package name resolves to in this layer. It is no module, so that importing a package does not compile. */
