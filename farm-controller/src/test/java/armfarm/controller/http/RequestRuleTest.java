package armfarm.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRuleTest {
    private static final RequestRule RULE = RequestRule.of("127.0.0.1", List.of("Farm.lab.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                "10.42.0.17:9400",
                "[::1]:8080",
                "[fe80::1%eth0]",
                "localhost",
                "LOCALHOST:80",
                "localhost.:8080",
                "farm.lab.example",
                "FARM.lab.example:9400"
            })
    void answersUnderAddressesAndKnownNames(String host) {
        assertThat(status("GET", "Host", host)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil.example:80:80",
                "1.2.3.4.5",
                "256.0.0.1",
                "127.1",
                "0x7f.0.0.1",
                "2130706433",
                "[evil.example]",
                "[]",
                "",
                " ",
                "user@localhost",
                "localhost@evil.example",
                "farm.lab.example.evil.example",
                "localhost/",
                "127.0.0.1 evil.example"
            })
    void refusesEveryOtherName(String host) {
        assertThat(status("GET", "Host", host)).isEqualTo(421);
        assertThat(status("POST", "Host", host)).isEqualTo(421);
    }

    @Property(seed = "7")
    void noNameOfSomebodyElseIsAnswered(
            @ForAll @AlphaChars @Chars({'.', '-', '0', '9'}) @StringLength(min = 1, max = 30) String name,
            @ForAll @IntRange(min = 1, max = 65_535) int port) {
        assertThat(status("GET", "Host", "a" + name + ".evil.example:" + port)).isEqualTo(421);
    }

    @Property(seed = "8")
    void anyTextIsAnsweredOrRefusedWithAReason(@ForAll String host, @ForAll String origin, @ForAll String site) {
        Optional<RequestRule.Refusal> refusal =
                check("GET", Map.of("Host", host, "Origin", origin, "Sec-Fetch-Site", site));
        refusal.ifPresent(found -> {
            assertThat(found.status()).isIn(400, 403, 421);
            assertThat(found.reason()).contains("expected");
        });
        if (refusal.isEmpty()) {
            assertThat(origin.toLowerCase(Locale.ROOT)).endsWith("//" + host.toLowerCase(Locale.ROOT));
            assertThat(site).isIn("same-origin", "none");
        }
    }

    @Property(seed = "9")
    void everyIpAddressIsAnswered(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c) {
        assertThat(status("GET", "Host", a + "." + b + "." + c + ".1:8080")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,0",
        "https://localhost:8080,0",
        "http://localhost,403",
        "http://localhost:8081,403",
        "http://evil.example,403",
        "null,403",
        "'',403",
        "file://,403",
        "http://localhost:8080.evil.example,403"
    })
    void takesOnlyItsOwnOrigin(String origin, int status) {
        for (String method : List.of("GET", "POST")) {
            assertThat(check(method, Map.of("Host", "localhost:8080", "Origin", origin))
                            .map(RequestRule.Refusal::status)
                            .orElse(0))
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,same-origin,cors,empty,0",
        "POST,same-origin,cors,empty,0",
        "GET,none,navigate,document,0",
        "POST,none,navigate,document,403",
        "GET,cross-site,navigate,document,0",
        "GET,same-site,navigate,document,0",
        "GET,cross-site,navigate,iframe,403",
        "GET,cross-site,no-cors,image,403",
        "GET,same-site,no-cors,script,403",
        "GET,cross-site,cors,empty,403",
        "POST,cross-site,navigate,document,403",
        "POST,same-site,cors,empty,403",
        "GET,anything,cors,empty,403"
    })
    void othersMayLeadHereAndNothingElse(String method, String site, String mode, String destination, int status) {
        assertThat(check(
                                method,
                                Map.of(
                                        "Host",
                                        "127.0.0.1:8080",
                                        "Sec-Fetch-Site",
                                        site,
                                        "Sec-Fetch-Mode",
                                        mode,
                                        "Sec-Fetch-Dest",
                                        destination))
                        .map(RequestRule.Refusal::status)
                        .orElse(0))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aProgramWithoutHostIsAnsweredAndTwoHostsAreNot(String method) {
        assertThat(RULE.check(method, name -> List.of())).isEmpty();
        assertThat(RULE.check(method, name -> name.equals("Host") ? List.of("localhost", "evil.example") : List.of()))
                .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void answersUnderTheNameItIsBoundToAndNamesNoAddressAmongItsNames() {
        assertThat(RequestRule.of("Cell-7.lab.example", List.of()).check("GET", host("cell-7.lab.example:8080")))
                .isEmpty();
        for (String bound : List.of("0.0.0.0", "::", "::1", "[::1]")) {
            assertThat(RequestRule.of(bound, List.of()).check("GET", host("cell-7.lab.example:8080")))
                    .hasValueSatisfying(refusal ->
                            assertThat(refusal.reason()).contains("localhost").doesNotContain(bound));
        }
    }

    private static Function<String, List<String>> host(String host) {
        return name -> name.equals("Host") ? List.of(host) : List.of();
    }

    private static int status(String method, String header, String value) {
        return check(method, Map.of(header, value))
                .map(RequestRule.Refusal::status)
                .orElse(0);
    }

    private static Optional<RequestRule.Refusal> check(String method, Map<String, String> headers) {
        return RULE.check(method, name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());
    }
}
