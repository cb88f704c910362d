package armfarm.controller.http;

import java.util.Map;

/** What every answer of a web server of the farm carries, whoever makes it. */
public final class SafeHeaders {
    /** By name. */
    public static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache");

    private SafeHeaders() {}
}
