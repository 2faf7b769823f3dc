/** @type {import("next").NextConfig} */
export default {
  // A name that is ignored already.
  distDir: "dist",
  poweredByHeader: false,
  skipTrailingSlashRedirect: true,
  rewrites: () => [{ source: "/pages-router/:path*", destination: "/api/raw" }],
};
