package armfarm.controller.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which requests a web server of the farm answers. It has no accounts: who reaches it may ask. A web page of somebody else that is
 * open in a browser on this machine reaches it too, so it must not be able to.
 *
 * <ul>
 *   <li>{@code Host} has to be an IP address, {@code localhost}, this machine's name, the one that the server is bound to or one
 *       that the configuration lists. A foreign
 *       name that resolves to this machine (DNS rebinding) would make a foreign page one of ours; an address cannot be made to mean
 *       another machine. A request without {@code Host} (HTTP/1.0) comes from no browser.
 *   <li>{@code Origin}, where a browser sends it, has to be the server's own.
 *   <li>{@code Sec-Fetch-Site}, likewise; but a link on another page may lead here.
 * </ul>
 *
 * <p>Immutable.
 */
public final class RequestRule {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z]+)?]");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(:\\d{0,5})?");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Set<String> names;

    private RequestRule(Set<String> names) {
        this.names = names;
    }

    /**
     * @param boundTo what the server listens on; a name is one of its own then
     * @param moreNames under which the server is reached besides its addresses and this machine's own name
     */
    public static RequestRule of(String boundTo, Collection<String> moreNames) {
        Set<String> names = new TreeSet<>();
        names.add("localhost");
        if (!isAddress(boundTo) && !boundTo.contains(":")) {
            names.add(normal(boundTo));
        }
        machineName().ifPresent(name -> names.add(normal(name)));
        moreNames.forEach(name -> names.add(normal(name)));
        return new RequestRule(names);
    }

    /** Why a request is not answered. @param status of HTTP */
    public record Refusal(int status, String reason) {}

    /**
     * Empty if the request may be answered.
     *
     * @param headers all values of a header by its name; an empty list if it was not sent
     */
    public Optional<Refusal> check(String method, Function<String, List<String>> headers) {
        List<String> hosts = headers.apply("Host");
        if (hosts.size() > 1) {
            return Optional.of(new Refusal(400, "Host: found " + hosts.size() + " of them, expected one"));
        }
        if (!hosts.isEmpty() && !isOurs(hosts.get(0))) {
            return Optional.of(new Refusal(
                    421,
                    "Host: found '" + hosts.get(0) + "', expected an IP address or one of " + String.join(", ", names)
                            + ". If the farm is meant to be reached under this name, list it at page.hosts in its"
                            + " configuration."));
        }
        for (String origin : headers.apply("Origin")) {
            if (hosts.isEmpty()
                    || !authority(origin).equals(Optional.of(hosts.get(0).toLowerCase(Locale.ROOT)))) {
                return Optional.of(new Refusal(
                        403,
                        "Origin: found '" + origin + "', expected this server: a page of another one may not ask"));
            }
        }
        return checkFetch(method, headers);
    }

    private static Optional<Refusal> checkFetch(String method, Function<String, List<String>> headers) {
        boolean reading = READING.contains(method);
        boolean followsLink = reading
                && headers.apply("Sec-Fetch-Mode").equals(List.of("navigate"))
                && headers.apply("Sec-Fetch-Dest").equals(List.of("document"));
        for (String site : headers.apply("Sec-Fetch-Site")) {
            boolean own = site.equals("same-origin") || (reading && site.equals("none"));
            if (!own && !followsLink) {
                return Optional.of(new Refusal(
                        403,
                        "Sec-Fetch-Site: found '" + site + "', expected same-origin: a page of another server may not"
                                + " ask"));
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(String hostAndPort) {
        var parts = HOST_AND_PORT.matcher(hostAndPort);
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1);
        return isAddress(host) || names.contains(normal(host));
    }

    private static boolean isAddress(String host) {
        var four = IPV4.matcher(host);
        if (!four.matches()) {
            return IPV6.matcher(host).matches();
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(four.group(i)) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Host and port as a browser would send them in Host for this origin. */
    private static Optional<String> authority(String origin) {
        for (String scheme : List.of("http://", "https://")) {
            if (origin.toLowerCase(Locale.ROOT).startsWith(scheme)) {
                return Optional.of(origin.substring(scheme.length()).toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Optional<String> machineName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) { // has none that it knows itself
            return Optional.empty();
        }
    }
}
