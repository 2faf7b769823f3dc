/** Hosts of a URL that no request may go to: spellings of forbidden addresses, and names of private networks. */
export const forbiddenHosts: readonly string[] = [
  // Loopback, as a URL parser understands it.
  ...["2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1"],
  ...["127.0.1", "0", "0x0", "00", "0.0.0.0", "127.0.0.1.", "127.000.000.001", "0177.0x0.0.1"],
  ...["①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "１２７.0.0.1", "%31%32%37.0.0.1", "0X7F.1"],
  ...[
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7F00:1]",
    "[::]",
    "[::127.0.0.1]",
  ],
  // Metadata services.
  ...["0xA9FEA9FE", "2852039166", "0251.0376.0251.0376", "169.254.43518", "169.16689662"],
  ...["[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]", "[FD00:0EC2::0254]"],
  ...["metadata", "metadata.google.internal", "metadata.google.internal.", "metadata.goog"],
  ...["METADATA.GOOGLE.INTERNAL", "instance-data", "instance-data.ec2.internal"],
  // This host.
  ...["localhost", "LOCALHOST", "localhost.", "a.localhost", "ⓛocalhost", "localhost.localdomain"],
  ...["ip6-localhost", "ip6-loopback"],
  // Private networks.
  ...["printer.local", "printer.local.", "vault.internal", "a.b.internal", "router.lan"],
  ...["nas.home.arpa", "wiki.corp", "kubernetes", "kubernetes.default.svc"],
  "kubernetes.default.svc.cluster.local",
  // Names that spell an address, or always mean loopback.
  ...["127.0.0.1.nip.io", "7f000001.nip.io", "169-254-169-254.sslip.io", "localtest.me"],
  "app.lvh.me",
];

/** URLs that no request may be made from, whatever its client does later. */
export const forbiddenUrls: readonly string[] = [
  ...forbiddenHosts.map((host) => `https://${host}/`),
  // User information, and what hides the host behind it.
  ...["https://user@example.com/", "https://user:password@example.com/", "https://@example.com/"],
  ...[
    "https://:@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com%40127.0.0.1/",
  ],
  ...[
    "https://127.0.0.1#@example.com/",
    "https://127.0.0.1?@example.com/",
    "https://a@b@example.com/",
  ],
  ...[
    "https://example.com#@127.0.0.1/",
    "https://example.com/#",
    "https://127.0.0.1\\@example.com/",
  ],
  // What parsers read differently.
  ...[
    "https:\\\\example.com/",
    "https://example.com\\",
    "https:/example.com/",
    "https:example.com/",
  ],
  ...[
    "https:///example.com/",
    "//example.com/",
    "/hook",
    "example.com",
    "",
    " https://example.com/",
  ],
  ...[
    "https://example.com/ ",
    "https://exa mple.com/",
    "https://exam\tple.com/",
    "h\nttps://example.com/",
  ],
  ...[
    "https://example.com/a\r\nx: y",
    "https://example.com/a\u0000b",
    "https://example.com/\u007f",
  ],
  ...["https://example.com/%0d%0ax:%20y", "https://example.com/%0A", "https://example.com/%00"],
  ...["https://example.com\r\n/", "https://example.com\u0000/", "https://exa%00mple.com/"],
  ...["https://[fe80::1%25eth0]/", "https://[::1%25lo]/", "https://[::1", "https://1.2.3.4.5/"],
  ...["https://256.0.0.1/", "https://example.com:0/", "https://example.com:65536/", "https://.../"],
  ...[
    "https://a..example.com/",
    `https://${"a".repeat(64)}.com/`,
    `https://${`${"a".repeat(50)}.`.repeat(5)}com/`,
    `https://example.com/${"a".repeat(5000)}`,
  ],
  // Other schemes.
  ...["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/"],
  ...["data:text/plain,x", "javascript:alert(1)", "ws://example.com/", "wss://example.com/"],
  ...["blob:https://example.com/1", "unix:///run/docker.sock", "about:blank"],
];
