package armfarm.controller.dashboard;

import armfarm.controller.metrics.FarmMetrics;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.javalin.http.staticfiles.StaticFileConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The web server of the page. Read-only: no request changes anything in the farm.
 *
 * <ul>
 *   <li>{@code /} the page and its files, all from the class path
 *   <li>{@code /api/status} a {@link FarmStatusView}
 *   <li>{@code /api/events} server-sent events: the same snapshot as event {@code status} every second, or event
 *       {@code trouble} with a message when the farm cannot tell
 *   <li>{@code /api/arms/{arm}/image} the newest image, with {@code ETag} and its age in seconds in {@code X-Image-Age}
 *   <li>{@code /api/attempts} and below: the stored attempts and their images, see {@link GalleryApi}
 *   <li>{@code /gallery.html} and {@code /attempts/{id}}: the same to look at
 *   <li>{@code /healthz} 200 while the server answers
 *   <li>{@code /metrics} numbers for Prometheus, see docs/metrics.md
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class DashboardServer implements AutoCloseable {
    /** Only programs on this machine reach it: there are no accounts. */
    public static final String LOCAL_HOST = "127.0.0.1";

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-cache");

    private final FarmView farm;
    private final InstantSource clock;
    private final ObjectMapper json =
            JsonMapper.builder().addModule(new Jdk8Module()).build();
    private final StatusStream stream;
    private final GalleryApi gallery;
    private final CurationApi curation;
    private final Javalin app;
    private final String host;

    private DashboardServer(String host, FarmView farm, InstantSource clock) {
        this.host = host;
        this.farm = farm;
        this.clock = clock;
        this.stream = new StatusStream(this::statusJson);
        this.gallery = new GalleryApi(farm, json);
        this.curation = new CurationApi(gallery, json);
        this.app = Javalin.create(this::configure);
    }

    /**
     * Starts to serve; returns once the port is open.
     *
     * @param host address to listen on, {@link #LOCAL_HOST} unless others shall see the page
     * @param port 0 takes a free one
     * @throws FarmException (RESOURCE) if the port is in use
     */
    public static DashboardServer start(String host, int port, FarmView farm, InstantSource clock) {
        DashboardServer server = new DashboardServer(host, farm, clock);
        try {
            server.app.start(host, port);
        } catch (JavalinBindException e) {
            server.close();
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "The page cannot listen on " + host + ":" + port
                            + ": the port is in use by another program, or is not allowed. Choose another with --port"
                            + " (0 takes a free one), or find the owner with 'ss -ltnp sport = :" + port + "'.",
                    e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        server.stream.start();
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return app.port();
    }

    /** What to open in a browser. */
    public URI uri() {
        String shown = host.equals("0.0.0.0") ? "localhost" : host;
        return URI.create("http://" + shown + ":" + port() + "/");
    }

    @Override
    public void close() {
        stream.close();
        app.stop();
    }

    private void configure(JavalinConfig config) {
        config.showJavalinBanner = false;
        config.startupWatcherEnabled = false;
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("page");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        // Open pages never end by themselves, so there is nothing to wait for.
        config.jetty.modifyServer(server -> server.setStopTimeout(0));
        config.staticFiles.add(files -> classPathFolder(files, "/", "/dashboard"));
        config.staticFiles.add(files ->
                classPathFolder(files, "/vendor/uplot", "/META-INF/resources/webjars/uplot/" + uplotVersion()));
        config.router.mount(router -> {
            router.before(context -> SECURITY_HEADERS.forEach(context::header));
            router.get("/healthz", context -> context.result("ok\n"));
            router.get("/metrics", this::sendMetrics);
            router.get(
                    "/api/status",
                    context -> context.contentType("application/json").result(statusJson()));
            router.get("/api/arms/{arm}/image", this::sendImage);
            router.sse("/api/events", stream::add);
            router.get("/api/attempts", gallery::list);
            router.get("/api/attempts/count", gallery::count);
            router.get("/api/attempts/{attempt}", gallery::one);
            router.get("/api/attempts/{attempt}/images/{which}", gallery::image);
            router.post("/api/attempts/{attempt}/labels", curation::label);
            router.post("/api/attempts/{attempt}/exclusion", curation::exclusion);
            router.get("/attempts/{attempt}", gallery::page);
            router.exception(FarmException.class, gallery::refuse);
        });
    }

    private static void classPathFolder(StaticFileConfig files, String path, String folder) {
        files.hostedPath = path;
        files.directory = folder;
        files.location = Location.CLASSPATH;
        files.headers = SECURITY_HEADERS;
    }

    private String statusJson() {
        try {
            return json.writeValueAsString(farm.status());
        } catch (JsonProcessingException e) {
            throw new FarmException(ErrorCode.BUG, "The farm's status cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private void sendMetrics(Context context) {
        Optional<FarmMetrics> metrics = farm.metrics();
        if (metrics.isEmpty()) {
            context.status(404).result("This farm has no metrics.\n");
            return;
        }
        FarmMetrics.Page page = metrics.get().page(context.header("Accept"));
        context.contentType(page.contentType()).result(page.text());
    }

    private void sendImage(Context context) {
        String arm = context.pathParam("arm");
        Optional<ArmImage> latest = latestImage(arm);
        if (latest.isEmpty()) {
            context.status(404).result("No image of arm '" + arm + "' yet, or no such arm.\n");
            return;
        }
        ArmImage image = latest.get();
        String tag = "\"" + image.stamp().toEpochMilli() + "-" + image.image().byteCount() + "\"";
        Duration age = Duration.between(image.stamp(), Instant.ofEpochMilli(clock.millis()));
        context.header("ETag", tag).header("X-Image-Age", String.valueOf(Math.max(0, age.toMillis()) / 1000.0));
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(image.image().mediaType()).result(image.image().bytes());
        }
    }

    private Optional<ArmImage> latestImage(String arm) {
        try {
            return farm.latestImage(new ArmId(arm));
        } catch (FarmException e) { // not a name an arm can have
            return Optional.empty();
        }
    }

    /** The folder of the chart library carries its version; its own properties file tells it. */
    private static String uplotVersion() {
        try (InputStream in =
                DashboardServer.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
