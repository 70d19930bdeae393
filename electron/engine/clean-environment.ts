/** The environment that the engine starts with: the user's, without what would put other code into it. */

/**
 * What has Node, its package manager, Electron, the system's loader or OpenSSL load something or
 * behave otherwise. What drivers and libraries are configured with (CUDA_…, VK_…, OMP_…, LD_LIBRARY_PATH)
 * stays: without it devices would not be found.
 */
const MEDDLING =
  /^(NODE_.*|NPM_.*|ELECTRON_.*|UV_.*|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|OPENSSL_CONF|OPENSSL_MODULES|SSLKEYLOGFILE)$/i;

export function cleanEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !MEDDLING.test(name)),
  );
}
