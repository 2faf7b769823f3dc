import { describe, expect, test } from "vitest";
import { checkUrl } from "../src/index.ts";
import { forbiddenUrls } from "../src/suite.ts";
import { refusalOf } from "./judged.ts";

describe("a URL that is taken", () => {
  test.each([
    "https://example.com/",
    "https://example.com",
    "https://EXAMPLE.com:8443/hooks/@me?to=a@b&x=%0A",
    "https://example.com./hooks",
    "https://münchen.example/",
    "https://xn--mnchen-3ya.example/ü",
    "https://a_b.example.com/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]:8443/",
    "https://local.example.com/",
    "https://internal.example.com/",
    "https://localhost.example.com/",
    "https://notlocal/".replace("notlocal", "not-local.example"),
    "https://mynip.io/",
    "HTTPS://example.com/",
  ])("%s comes back parsed", (url) => {
    const parsed = checkUrl(url);
    expect(parsed).toBeInstanceOf(URL);
    expect(parsed.href).toBe(new URL(url).href);
    expect(checkUrl(parsed)).toBeInstanceOf(URL);
  });

  test("may be of HTTP where that is asked for", () => {
    expect(refusalOf("http://example.com/")).toBe("scheme_forbidden");
    expect(refusalOf("http://example.com/", { protocols: ["http:"] })).toBeUndefined();
    expect(refusalOf("https://example.com/", { protocols: ["http:"] })).toBe("scheme_forbidden");
  });
});

describe("a URL that is refused", () => {
  test.each(forbiddenUrls.map((url) => [url]))("%j is refused, with a code", (url) => {
    expect(refusalOf(url)).toMatch(/^(url_malformed|(scheme|userinfo|name|address)_forbidden)$/);
  });

  test.each([
    ["https://user@example.com/", "userinfo_forbidden"],
    ["https://@example.com/", "userinfo_forbidden"],
    ["https://example.com\\@10.0.0.1/", "url_malformed"],
    ["https://example.com/\r\n", "url_malformed"],
    ["/hooks", "url_malformed"],
    ["https://example.com:0/", "url_malformed"],
    ["ftp://example.com/", "scheme_forbidden"],
    ["https://localhost/", "name_forbidden"],
    ["https://a.b.local./", "name_forbidden"],
    ["https://10.0.0.1.nip.io/", "name_forbidden"],
    ["https://127.1/", "address_forbidden"],
    ["https://[::ffff:8.8.8.8]/", "address_forbidden"],
  ])("%j gives %s", (url, code) => {
    expect(refusalOf(url)).toBe(code);
  });

  test("is one with user information as an object, too", () => {
    expect(refusalOf(new URL("https://user:password@example.com/") as never)).toBe(
      "userinfo_forbidden",
    );
  });

  test.each([undefined, null, 4, {}, ["https://example.com/"]])("is no text: %j", (given) => {
    expect(refusalOf(given as never)).toBe("url_malformed");
  });

  test("does not show in the message", () => {
    for (const url of [
      "https://user:hunter2@example.com/",
      "https://10.9.8.7/hunter2",
      "hunter2",
    ]) {
      expect(() => checkUrl(url)).toThrow(expect.not.stringMatching(/hunter2|10\.9/));
    }
  });
});
