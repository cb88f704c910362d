package armfarm.controller.dashboard;

import armfarm.messages.time.Deadline;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven through its DevTools protocol. */
final class HeadlessBrowser implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long CALL_TIMEOUT_SECONDS = 60;
    private static final Duration ASK_EVERY = Duration.ofMillis(50);

    private final ObjectMapper json = new ObjectMapper();
    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private final List<String> scriptErrors = Collections.synchronizedList(new ArrayList<>());

    private HeadlessBrowser(Path binary) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("armfarm-browser");
        process = new ProcessBuilder(
                        binary.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--window-size=1280,800",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.log").toFile())
                .start();
        HttpClient http = HttpClient.newHttpClient();
        socket = http.newWebSocketBuilder()
                .buildAsync(pageAddress(http), new Listener())
                .orTimeout(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        call("Runtime.enable", json.createObjectNode());
        call("Page.enable", json.createObjectNode());
    }

    /** The installed browser, if there is one. */
    static Optional<Path> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static HeadlessBrowser start(Path binary) throws IOException, InterruptedException {
        return new HeadlessBrowser(binary);
    }

    /** Loads a page and waits until its document and modules are there. */
    void open(URI address) {
        call("Page.navigate", json.createObjectNode().put("url", address.toString()));
        await("location.href === '" + address + "' && document.readyState === 'complete'", Duration.ofSeconds(20));
    }

    JsonNode evaluate(String expression) {
        ObjectNode parameters = json.createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true);
        JsonNode result = call("Runtime.evaluate", parameters);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    /** Asks until a script expression is true, on whatever page there is then (while one gives way to the next: no), or fails. */
    void await(String condition, Duration deadline) {
        String asked = "(() => { try { return !!(" + condition + "); } catch (error) { return false; } })()";
        try {
            if (!Deadline.after(deadline).poll(ASK_EVERY, () -> evaluate(asked).asBoolean())) {
                throw new AssertionError("Not true within " + deadline.toSeconds() + " s: " + condition + "\nPage: "
                        + evaluate("document.body?.innerText").asText() + "\nScript errors: " + scriptErrors);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + condition, e);
        }
    }

    /** Clicks, like a person, on the middle of an element. */
    void click(String selector) {
        evaluate("document.querySelector(\"" + selector + "\").click()");
    }

    /** Puts text where the cursor is. */
    void type(String selector, String text) {
        evaluate("document.querySelector(\"" + selector + "\").focus()");
        call("Input.insertText", json.createObjectNode().put("text", text));
    }

    /** Presses and releases the Enter key, as a keyboard does. */
    void pressEnter() {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    json.createObjectNode()
                            .put("type", type)
                            .put("key", "Enter")
                            .put("code", "Enter")
                            .put("text", type.equals("keyDown") ? "\r" : "")
                            .put("windowsVirtualKeyCode", 13));
        }
    }

    /** The connection of the page is gone, or there again. */
    void setOffline(boolean offline) {
        call("Network.enable", json.createObjectNode());
        call(
                "Network.emulateNetworkConditions",
                json.createObjectNode()
                        .put("offline", offline)
                        .put("latency", 0)
                        .put("downloadThroughput", -1)
                        .put("uploadThroughput", -1));
    }

    void setSize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                json.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /** What the person's system asks for: light or dark. */
    void setColorScheme(String scheme) {
        ObjectNode parameters = json.createObjectNode();
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", parameters);
    }

    /** Steps back in the history. */
    void back() {
        evaluate("history.back()");
    }

    void screenshot(Path file) throws IOException {
        JsonNode shot = call("Page.captureScreenshot", json.createObjectNode().put("format", "png"));
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    /** Uncaught script errors since the start. */
    List<String> scriptErrors() {
        return List.copyOf(scriptErrors);
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException e) {
            System.err.println("Left in the temporary folder: " + e.getMessage());
        }
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.put(id, reply);
        ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        return reply.orTimeout(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    private URI pageAddress(HttpClient http) throws IOException, InterruptedException {
        Path portFile = profile.resolve("DevToolsActivePort");
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (Instant.now().isBefore(deadline) && process.isAlive()) {
            if (Files.exists(portFile) && !Files.readAllLines(portFile).isEmpty()) {
                URI list = URI.create(
                        "http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/list");
                HttpResponse<String> pages =
                        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString());
                for (JsonNode page : json.readTree(pages.body())) {
                    if (page.get("type").asText().equals("page")) {
                        return URI.create(page.get("webSocketDebuggerUrl").asText());
                    }
                }
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new AssertionError("Chromium did not start: " + Files.readString(profile.resolve("output.log")));
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void receive(String message) {
            try {
                JsonNode node = json.readTree(message);
                if (node.has("id")) {
                    replies.remove(node.get("id").asInt()).complete(node.path("result"));
                } else if (node.path("method").asText().equals("Runtime.exceptionThrown")) {
                    scriptErrors.add(node.path("params").toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
