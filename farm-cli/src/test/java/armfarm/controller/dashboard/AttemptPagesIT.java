package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import armfarm.cli.ArmfarmCommand;
import armfarm.cli.bags.ExportedBag;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.LabelRecord;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.GraspAttempt;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gallery and the page of an attempt as a person uses them: a real browser, a real store. */
class AttemptPagesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LONG_NOTE = "a-note-without-any-space-".repeat(39);

    @TempDir
    private static Path folder;

    private static final CountDownLatch DONE = new CountDownLatch(1);
    private static HeadlessBrowser browser;
    private static List<GraspAttempt> attempts;
    private static EpisodeStore store;
    private static Thread storeOwner;

    private final FakeFarm farm = new FakeFarm(Clock.systemUTC(), 3, 900);
    private DashboardServer server;

    @BeforeAll
    static void importAttemptsAndStartBrowser() throws Exception {
        Optional<Path> binary = HeadlessBrowser.find();
        if (binary.isEmpty()) {
            return;
        }
        attempts = ExportedBag.write(folder.resolve("first.bag"));
        Path data = folder.resolve("farm");
        assertThat(ArmfarmCommand.execute(
                        "bag", "import", folder.resolve("first.bag").toString(), "--data", data.toString()))
                .isZero();
        CompletableFuture<EpisodeStore> opened = new CompletableFuture<>();
        storeOwner = new Thread(() -> keepOpen(data, opened), "store of the test");
        storeOwner.start();
        store = opened.get(120, TimeUnit.SECONDS);
        browser = HeadlessBrowser.start(binary.get());
    }

    private static void keepOpen(Path data, CompletableFuture<EpisodeStore> opened) {
        try {
            StoreAccess.ask(data, store -> {
                opened.complete(store);
                try {
                    return DONE.await(10, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    @AfterAll
    static void stopBrowserAndStore() throws IOException, InterruptedException {
        DONE.countDown();
        if (browser != null) {
            browser.close();
        }
        if (storeOwner != null) {
            storeOwner.join(TimeUnit.SECONDS.toMillis(60));
        }
    }

    @BeforeEach
    void startServer() {
        assumeTrue(browser != null, "Chromium is not installed, so the attempts' pages were not drawn in a browser");
        server = DashboardServer.start(DashboardServer.LOCAL_HOST, 0, List.of(), view(), Clock.systemUTC());
        browser.setSize(1440, 900);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            browser.setOffline(false);
            browser.setColorScheme("light");
            server.close();
            assertThat(browser.scriptErrors()).isEmpty();
        }
    }

    private FarmView view() {
        return new FarmView() {
            @Override
            public FarmStatusView status() {
                return farm.status();
            }

            @Override
            public Optional<ArmImage> latestImage(ArmId arm) {
                return farm.latestImage(arm);
            }

            @Override
            public Optional<EpisodeStore> store() {
                return Optional.of(store);
            }
        };
    }

    @Test
    void aKeyPressInATextFieldChangesNoData() {
        AttemptId attempt = attempts.get(0).id();
        openAttempt(attempt);
        List<LabelRecord> before = store.curation().labels(attempt);
        int decisions = store.curation().decisions(attempt).size();

        browser.evaluate("document.getElementById('by').value = 'ann'");
        browser.type("#note", "the gripper slipped");
        browser.pressEnter();
        browser.type("#by", "");
        browser.pressEnter();
        // A label by the button afterwards shows that whatever the keys had sent would have been stored by now.
        browser.click("button[data-outcome=unknown]");
        browser.await("document.getElementById('saved-text').textContent.startsWith('Saved: label unknown')", SOON);

        List<LabelRecord> after = store.curation().labels(attempt);
        assertThat(after).hasSize(before.size() + 1);
        assertThat(store.curation().decisions(attempt)).hasSize(decisions);
        assertThat(browser.text("#labels tr:last-child")).contains("unknown", "ann", "the gripper slipped");
    }

    @Test
    void showsWhatWasSavedAndTakesItBack() {
        AttemptId attempt = attempts.get(1).id();
        openAttempt(attempt);
        String before = browser.text("#outcome");
        String other = before.equals("failure") ? "success" : "failure";

        browser.evaluate("document.getElementById('by').value = 'ann'");
        browser.type("#note", "seen in the image");
        browser.click("button[data-outcome=" + other + "]");
        browser.await("document.getElementById('outcome').textContent === '" + other + "'", SOON);
        assertThat(browser.text("#saved-text")).isEqualTo("Saved: label " + other + ", by ann, “seen in the image”.");
        browser.click("#undo");
        browser.await("document.getElementById('outcome').textContent === '" + before + "'", SOON);
        assertThat(browser.text("#labels tr:last-child")).contains("human", before, "ann", "undo");

        browser.click("#exclude");
        assertThat(browser.text("#unsaved")).isEqualTo("Nothing was saved: fill in the reason first.");
        browser.type("#note", "blurred");
        browser.click("#exclude");
        browser.await("document.getElementById('exclude').textContent === 'take back in'", SOON);
        assertThat(browser.text("#curations")).contains("exclude", "ann", "blurred");
        browser.click("#undo");
        browser.await("document.getElementById('exclude').textContent === 'exclude'", SOON);
        assertThat(browser.text("#curations tr:last-child")).contains("include", "ann", "undo");
    }

    @Test
    void aLabelThatDoesNotArriveIsSaidAndWhatWasTypedStays() {
        AttemptId attempt = attempts.get(0).id();
        openAttempt(attempt);
        String outcome = browser.text("#outcome");
        String labels = browser.text("#labels");
        int stored = store.curation().labels(attempt).size();
        browser.evaluate("document.getElementById('by').value = 'ann'");
        browser.type("#note", "it fell out");

        browser.setOffline(true);
        browser.click("button[data-outcome=failure]");
        browser.await("!document.getElementById('unsaved').hidden", SOON);

        assertThat(browser.text("#unsaved")).startsWith("Not known to be saved. The farm does not answer");
        assertThat(browser.evaluate("document.getElementById('note').value").asText())
                .isEqualTo("it fell out");
        assertThat(browser.text("#outcome")).isEqualTo(outcome);
        assertThat(browser.text("#labels")).isEqualTo(labels);
        assertThat(browser.evaluate("document.getElementById('say').disabled").asBoolean())
                .isFalse();
        assertThat(store.curation().labels(attempt)).hasSize(stored);
    }

    @Test
    void anAttemptShowsHowItWouldEndBesideHowItDid() {
        AttemptId attempt = attempts.get(1).id();
        openAttempt(attempt);

        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('#ends-rows tr')].map(row => row.cells[0].textContent)")
                        .toString())
                .isEqualTo("[\"held\",\"empty\",\"slipped\",\"blocked\"]");
        assertThat(browser.text("#ends-rows tr:nth-child(3) td:nth-child(2)")).isEqualTo("33.3 %");
        assertThat(browser.text("#ends-rows tr:nth-child(4) td:nth-child(2)")).isEqualTo("10.0 %");
        assertThat(browser.text("#ends-rows tr.happened")).startsWith("held").endsWith("this");
        openAttempt(attempts.get(2).id());
        assertThat(browser.evaluate("document.getElementById('ends').hidden").asBoolean())
                .as("an aborted attempt without a decision")
                .isTrue();
    }

    @Test
    void theGalleryShowsPredictedAndActualCausesOfTheFilter() throws IOException {
        store.curation()
                .addLabel(
                        attempts.get(0).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.of("ann"),
                        Optional.empty());
        browser.open(server.uri().resolve("gallery.html?where=arm+%3D+1&order=newest"));
        browser.await("!document.getElementById('causes').hidden", SOON);

        assertThat(browser.text("#causes-count")).isEqualTo("Chosen by models that predict causes: 1 judged attempt.");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('#causes tbody tr')].map(row => row.textContent.trim())")
                        .toString())
                .contains("\"happened00 %00 %1100 %00 %\"")
                .contains("\"empty0–0–0–\"", "\"slipped00 %1100 %00 %\"", "\"blocked0–0–0–\"");
        browser.evaluate("document.getElementById('causes').scrollIntoView()");
        browser.screenshot(Path.of("target", "gallery-causes.png"));

        ask("predicted > 2");
        browser.await("document.getElementById('causes').hidden", SOON);
    }

    @Test
    void aFailedFilterLeavesNoCardOfTheOneBefore() {
        browser.open(server.uri().resolve("gallery.html"));
        browser.await("document.querySelectorAll('#attempts li').length === " + attempts.size(), SOON);

        ask("outcome = ");
        browser.await("!document.getElementById('trouble').hidden", SOON);
        assertThat(browser.text("#trouble")).contains("Nothing is shown for this question.");
        assertThat(cards()).isZero();
        assertThat(browser.text("#count")).isEmpty();

        ask("arm = 1");
        browser.await("document.querySelectorAll('#attempts li').length === 2", SOON);
        browser.setOffline(true);
        ask("arm = 2");
        browser.await("!document.getElementById('trouble').hidden", SOON);
        assertThat(browser.text("#trouble")).startsWith("The farm does not answer");
        assertThat(cards()).isZero();
    }

    @Test
    void backRestoresTheFilterBefore() {
        browser.open(server.uri().resolve("gallery.html?where=arm+%3D+1&order=newest"));
        browser.await("document.querySelectorAll('#attempts li').length === 2", SOON);
        ask("arm = 2");
        browser.await("document.querySelectorAll('#attempts li').length === 1", SOON);

        browser.back();
        browser.await("document.querySelectorAll('#attempts li').length === 2", SOON);

        assertThat(browser.evaluate("document.getElementById('where').value").asText())
                .isEqualTo("arm = 1");
    }

    @Test
    void asksForNoImageThatIsNotThere() {
        browser.open(server.uri().resolve("gallery.html"));
        browser.await("document.querySelectorAll('#attempts img').length > 0", SOON);
        browser.await("[...document.images].every(image => image.complete)", SOON);

        assertThat(browser.evaluate("document.querySelectorAll('#attempts .none').length")
                        .asInt())
                .as("the aborted attempt lacks images")
                .isPositive();
        assertThat(failedRequests()).isEmpty();
    }

    @Test
    void anUnknownAttemptHasAPageWithoutButtons() {
        URI address = server.uri().resolve("attempts/01a20595-0219-7902-8017-3caebe61f632");
        browser.open(address);

        assertThat(browser.evaluate("fetch(location.href).then(answer => answer.status)")
                        .asInt())
                .isEqualTo(404);
        assertThat(browser.text("main")).contains("No such attempt");
        assertThat(browser.evaluate("document.querySelectorAll('main button, main input').length")
                        .asInt())
                .isZero();
    }

    @Test
    void everyTileLeadsToTheAttemptsOfItsArm() {
        browser.open(server.uri());
        browser.await("document.querySelector('[data-arm=arm_2] a') !== null", SOON);
        browser.click("[data-arm=arm_2] a");
        browser.await("document.querySelectorAll('#attempts li').length === 1", SOON);

        assertThat(browser.evaluate("document.getElementById('where').value").asText())
                .isEqualTo("arm='arm_2'");
    }

    @Test
    void timesOfASimulatedClockAreSecondsAndNoDatesOf1970() {
        browser.open(server.uri().resolve("gallery.html"));
        assertThat(browser.evaluate(
                                "import('" + server.uri() + "format.js').then(f => f.when('1970-01-01T00:04:17.5Z'))")
                        .asText())
                .isEqualTo("257.500 s of simulated time");
    }

    @ParameterizedTest
    @CsvSource({"390,844,light", "390,844,dark", "1440,900,light", "1440,900,dark"})
    void everyPageFitsReadsWellAndFollowsTheScheme(int width, int height, String scheme) throws IOException {
        AttemptId attempt = attempts.get(0).id();
        store.curation()
                .addLabel(
                        attempt,
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.of("somebody with a rather long name"),
                        Optional.of(LONG_NOTE));
        browser.setSize(width, height);
        browser.setColorScheme(scheme);
        for (String page : List.of("", "gallery.html", "attempts/" + attempt, "attempts/nonsense")) {
            browser.open(server.uri().resolve(page));
            browser.await("document.querySelectorAll('.tile, #attempts li, #labels tr, #missing').length > 0", SOON);
            browser.await("[...document.images].every(image => image.complete)", SOON);
            String name = page.replaceAll("[/.].*", "");
            browser.screenshot(Path.of(
                    "target",
                    "page-" + (page.endsWith("nonsense") ? "missing" : name) + "-" + width + "-" + scheme + ".png"));

            assertThat(browser.evaluate("document.documentElement.dataset.theme")
                            .asText())
                    .as(page)
                    .isEqualTo(scheme);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("width of " + page)
                    .isLessThanOrEqualTo(width);
            assertThat(axeViolations()).as(page + " at " + width + " " + scheme).isEmpty();
        }
    }

    /** What axe-core, the usual checker of accessibility, finds wrong. */
    private static List<String> axeViolations() throws IOException {
        try (InputStream axe =
                AttemptPagesIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";0");
        }
        JsonNode found = browser.evaluate(
                "axe.run().then(found => found.violations.map(rule => rule.id + ': '"
                        + " + rule.nodes.map(node => node.html.slice(0, 120) + ' ' + (node.any[0]?.message ?? '')).join(' | ')))");
        return StreamSupport.stream(found.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String failedRequests() {
        return browser.evaluate("performance.getEntriesByType('resource').filter(entry => entry.responseStatus >= 400)"
                        + ".map(entry => entry.name).join(' ')")
                .asText();
    }

    private void openAttempt(AttemptId attempt) {
        browser.open(server.uri().resolve("attempts/" + attempt));
        browser.await("!document.getElementById('say').disabled", SOON);
    }

    private static void ask(String where) {
        browser.evaluate("document.getElementById('where').value = \"" + where + "\"");
        browser.click("#question button");
    }

    private static int cards() {
        return browser.evaluate("document.querySelectorAll('#attempts li').length")
                .asInt();
    }
}
