package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.TrainerFacts;
import armfarm.messages.board.FarmPhase;
import armfarm.policy.practice.ArmActivity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page as a person sees it, in a real browser. */
class DashboardPageIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ATTEMPTS =
            "Number(document.getElementById('attempts-total').textContent.replace(',', ''))";

    private static HeadlessBrowser browser;

    private final FakeFarm farm = new FakeFarm(Clock.systemUTC(), 14, 3600);
    private DashboardServer server;

    @BeforeAll
    static void startBrowser() throws IOException, InterruptedException {
        Optional<Path> binary = HeadlessBrowser.find();
        if (binary.isPresent()) {
            browser = HeadlessBrowser.start(binary.get());
        }
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        // Here and not once for the class: a report counts skipped tests only one by one.
        assumeTrue(browser != null, "Chromium is not installed, so the page was not drawn in a browser");
        server = DashboardServer.start(DashboardServer.LOCAL_HOST, 0, List.of(), farm, Clock.systemUTC());
        browser.open(server.uri());
        browser.await("document.body.dataset.connection === 'live' && " + ATTEMPTS + " >= 3600", SOON);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
            assertThat(browser.scriptErrors()).isEmpty();
        }
    }

    @Test
    void showsNumbersChartTrainerAndModels() throws IOException {
        browser.await("document.querySelector('[data-arm=arm_13] img').naturalWidth === 64", SOON);
        browser.screenshot(Path.of("target", "dashboard-page.png"));

        assertThat(browser.text("#random-rate")).isEqualTo("19 %");
        assertThat(browser.text("#success-now")).isEqualTo("77 %");
        assertThat(browser.text("#heldout-rate")).isEqualTo("84 %");
        assertThat(browser.text("#models")).contains("m0004", "fleet", "m0001", "retired", "0.740", "−1.0", "+24.0 !");
        assertThat(browser.evaluate("(frame => frame.scrollWidth <= frame.clientWidth)"
                                + "(document.querySelector('.models-panel .table-frame'))")
                        .asBoolean())
                .as("the last column is not cut")
                .isTrue();
        assertThat(browser.text("#trainer-detail")).contains("Round 5", "of 1,000 draws", "loss 0.431");
        assertThat(browser.text("#chart-legend")).contains("random", "m0001", "m0004");
        assertThat(browser.text("#chart-summary")).contains("random last at", "m0004");
        assertThat(browser.text("#durability")).contains("power loss");
        assertThat(coloredPixelsInChart()).isGreaterThan(1000);
    }

    @Test
    void showsHostileTextAsText() {
        assertThat(browser.text("#farm-name")).isEqualTo(FakeFarm.HOSTILE_NAME);
        assertThat(browser.evaluate("document.querySelectorAll('#farm-name *').length")
                        .asInt())
                .isZero();
    }

    @Test
    void loadsNothingFromElsewhere() {
        assertThat(browser.evaluate("performance.getEntriesByType('resource')"
                                + ".filter(entry => !entry.name.startsWith(location.origin)).map(entry => entry.name)")
                        .size())
                .isZero();
        assertThat(browser.evaluate("performance.getEntriesByType('resource').length")
                        .asInt())
                .isGreaterThan(8);
    }

    @Test
    void givesEachArmATileAndGreysAStaleOne() {
        browser.await("document.querySelector('[data-arm=arm_1] img').naturalWidth === 64", SOON);

        assertThat(browser.evaluate("document.querySelectorAll('.tile').length").asInt())
                .isEqualTo(14);
        assertThat(browser.evaluate("document.querySelector('[data-arm=arm_1]').dataset.stale")
                        .asText())
                .isEqualTo("false");
        assertThat(browser.evaluate("document.querySelector('[data-arm=arm_2]').dataset.stale")
                        .asText())
                .isEqualTo("true");
        assertThat(browser.text("[data-arm=arm_2] .age")).startsWith("stale, ").endsWith(" s old");
        assertThat(browser.text("[data-arm=arm_2] .reason")).contains("check the camera node");
        assertThat(browser.text("[data-arm=arm_14] .no-image")).isEqualTo("no image yet");
    }

    @Test
    void tellsAStopFromAFaultThatHealsAndFromOneThatNeedsAPerson() {
        assertThat(browser.evaluate("document.querySelector('.tile').dataset.arm")
                        .asText())
                .as("who needs a person comes first")
                .isEqualTo("arm_2");
        assertThat(state("arm_2")).isEqualTo("fault");
        assertThat(state("arm_3")).isEqualTo("stopped");
        assertThat(state("arm_4")).isEqualTo("recovering");
        assertThat(state("arm_1")).isEqualTo("practising");
        assertThat(browser.text("[data-arm=arm_1] .reason")).isEmpty();
        assertThat(browser.text("[data-arm=arm_3] .reason"))
                .contains("stopped by ada", "object wedged", "arms reset arm_3");
        assertThat(browser.text("#arms-summary")).isEqualTo("14 arms, 1 with a fault, 3 recovering, 1 stopped");
        assertThat(browser.evaluate("document.querySelectorAll('#notices [data-kind=arm_recovering]').length")
                        .asInt())
                .as("one line for arms with the same fault")
                .isEqualTo(1);
        assertThat(browser.text("#notices [data-kind=arm_recovering]"))
                .contains("arm_4, arm_5, arm_6 recover by themselves");
        assertThat(browser.evaluate("document.title").asText()).startsWith("⚠ practising: arm_2 needs a person");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.reason')].every(text => text.scrollWidth <= text.clientWidth)")
                        .asBoolean())
                .as("long addresses are broken, not cut")
                .isTrue();
    }

    @Test
    void saysAtTheTopWhyTheFarmStandsStill() {
        Instant before = Instant.now().minusSeconds(40);
        ArmFacts waits = new ArmFacts(
                "arm_1", ArmActivity.State.IDLE, before, Optional.empty(), Optional.empty(), Optional.empty());
        FarmFacts well = farm.facts(List.of(waits));
        farm.is(new FarmFacts(
                FarmPhase.PRACTISING,
                Optional.of("disk nearly full: 3 MiB free; free some space"),
                well.plan(),
                well.trainer(),
                List.of(),
                well.arms(),
                well.components()));

        browser.await("document.getElementById('phase').textContent === 'paused'", SOON);
        assertThat(browser.text("#notices")).contains("Needs a person", "disk nearly full: 3 MiB free");
        assertThat(browser.evaluate("document.getElementById('notices').getBoundingClientRect().top < 150")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate("document.title").asText()).startsWith("⚠ paused: disk nearly full");
        assertThat(browser.text("[data-arm=arm_1] .reason")).contains("the farm is paused: disk nearly full");

        farm.is(new FarmFacts(
                FarmPhase.PRACTISING,
                Optional.empty(),
                new PlanFacts(Optional.empty(), 300, OptionalLong.empty(), OptionalLong.of(300), 0),
                new TrainerFacts("training round 1: 40%", Optional.empty(), false),
                List.of(),
                well.arms(),
                well.components()));

        browser.await("document.getElementById('phase').textContent === 'waiting'", SOON);
        assertThat(browser.text("#notices")).contains("The arms wait: for the first model (training round 1: 40%)");
        assertThat(browser.evaluate("document.title").asText())
                .startsWith("waiting: The arms wait: for the first model");
        assertThat(browser.text("[data-arm=arm_1] .reason")).isEqualTo("for the first model (training round 1: 40%)");
    }

    private static String state(String arm) {
        return browser.evaluate("document.querySelector('[data-arm=" + arm + "]').dataset.state")
                .asText();
    }

    @Test
    void updatesWithoutReload() {
        browser.evaluate("window.notReloaded = true");
        int before = browser.evaluate(ATTEMPTS).asInt();
        String image = browser.evaluate("document.querySelector('[data-arm=arm_3] img').src")
                .asText();

        browser.await(ATTEMPTS + " > " + before, SOON);
        browser.await("document.querySelector('[data-arm=arm_3] img').src !== '" + image + "'", SOON);

        assertThat(browser.evaluate("window.notReloaded").asBoolean()).isTrue();
    }

    @Test
    void saysThatTheConnectionIsLostAndRecovers() {
        browser.evaluate("window.notReloaded = true");
        int port = server.port();

        server.close();
        browser.await("!document.getElementById('banner').hidden", SOON);
        assertThat(browser.text("#banner")).startsWith("Connection lost, retrying");
        browser.await("document.querySelector('[data-arm=arm_1]').dataset.stale === 'true'", SOON);

        int before = browser.evaluate(ATTEMPTS).asInt();
        server = DashboardServer.start(DashboardServer.LOCAL_HOST, port, List.of(), farm, Clock.systemUTC());
        browser.await("document.getElementById('banner').hidden && " + ATTEMPTS + " > " + before, SOON);
        assertThat(browser.evaluate("document.querySelector('[data-arm=arm_1]').dataset.stale")
                        .asText())
                .isEqualTo("false");
        assertThat(browser.evaluate("window.notReloaded").asBoolean()).isTrue();
        assertThat(server.uri()).isEqualTo(URI.create("http://127.0.0.1:" + port + "/"));
    }

    @Test
    void saysThatTheFarmCannotReport() {
        farm.breakWith(new IllegalStateException("the store is closed"));
        browser.await("!document.getElementById('banner').hidden", SOON);
        assertThat(browser.text("#banner")).isEqualTo("The farm cannot report: the store is closed");

        farm.breakWith(null);
        browser.await("document.getElementById('banner').hidden", SOON);
    }

    /** Pixels with a clear hue: lines and bands, not the grey axes. */
    private static int coloredPixelsInChart() {
        return browser.evaluate("""
                        (() => {
                            const canvas = document.querySelector('#chart canvas');
                            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                            let colored = 0;
                            for (let i = 0; i < data.length; i += 4) {
                                const most = Math.max(data[i], data[i + 1], data[i + 2]);
                                const least = Math.min(data[i], data[i + 1], data[i + 2]);
                                colored += most - least > 60 && data[i + 3] > 20 ? 1 : 0;
                            }
                            return colored;
                        })()""").asInt();
    }
}
