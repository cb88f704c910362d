package armfarm.controller.dashboard;

import armfarm.controller.http.Exposure;
import armfarm.controller.http.Guard;
import armfarm.controller.http.JsonErrors;
import armfarm.controller.http.RequestRule;
import armfarm.controller.http.SafeHeaders;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Supervision;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.sse.SseHandler;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server of the page. Nothing moves and nothing stops through it; what people say about stored attempts is all that a
 * request changes, see {@link CurationApi}. Who may ask, and that slow requests hold up nobody: {@link Guard}.
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

    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
    /** Those that {@link Guard} lets be busy, and some for the server itself and for {@code /healthz}. */
    private static final int THREADS = Guard.BUSY + 12;

    private final FarmView farm;
    private final InstantSource clock;
    private final ObjectMapper json =
            JsonMapper.builder().addModule(new Jdk8Module()).build();
    private final StatusStream stream;
    private final GalleryApi gallery;
    private final CurationApi curation;
    private final Javalin app;
    private final String host;
    private final RequestRule rule;

    private DashboardServer(String host, Collection<String> names, FarmView farm, InstantSource clock) {
        this.host = host;
        this.rule = RequestRule.of(host, names);
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
     * @param names under which the page is reached besides its addresses and this machine's name
     * @throws FarmException (RESOURCE) if the port is in use
     */
    public static DashboardServer start(
            String host, int port, Collection<String> names, FarmView farm, InstantSource clock) {
        DashboardServer server = new DashboardServer(host, names, farm, clock);
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
        server.warning().ifPresent(LOG::warn);
        return server;
    }

    /** What people have to know if others than this machine reach the page. */
    public Optional<String> warning() {
        return Exposure.warning(host, port());
    }

    /** What lives as long as the page, and how it is. */
    public Supervision loops() {
        return stream.loops();
    }

    /** The port it listens on. */
    public int port() {
        return app.port();
    }

    /** What to open in a browser. */
    public URI uri() {
        String shown = host.equals("0.0.0.0") || host.equals("::")
                ? "localhost"
                : host.contains(":") ? "[" + host + "]" : host;
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
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("page");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(server -> {
            // Open pages never end by themselves, so there is nothing to wait for.
            server.setStopTimeout(0);
            server.setHandler(new Guard(rule));
            server.setErrorHandler(new JsonErrors());
        });
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new JsonErrors()));
        config.http.prefer405over404 = true;
        config.staticFiles.add(files -> classPathFolder(files, "/", "/dashboard"));
        config.staticFiles.add(files ->
                classPathFolder(files, "/vendor/uplot", "/META-INF/resources/webjars/uplot/" + uplotVersion()));
        config.router.mount(router -> {
            routes().forEach(route -> router.addHttpHandler(route.method(), route.path(), route::answer));
            router.exception(FarmException.class, GalleryApi::refuse);
            router.exception(HttpResponseException.class, (problem, context) -> {
                String expected = problem.getDetails().getOrDefault("availableMethods", "");
                GalleryApi.sendError(
                        context,
                        problem.getStatus(),
                        problem.getMessage() + (expected.isEmpty() ? "" : "; expected " + expected));
            });
            router.exception(Exception.class, (problem, context) -> {
                LOG.error("{} {} failed", context.method(), context.path(), problem);
                GalleryApi.sendError(context, 500, "The farm failed at this question; its log says how");
            });
        });
    }

    /** All that is answered but the page's files. */
    List<Route> routes() {
        return List.of(
                Route.get("/healthz", Set.of(), context -> context.result("ok\n")),
                Route.get("/metrics", Set.of(), this::sendMetrics),
                Route.get(
                        "/api/status",
                        Set.of(),
                        context -> context.contentType("application/json").result(statusJson())),
                Route.get("/api/events", Set.of(), new SseHandler(stream::add)),
                Route.get("/api/arms/{arm}/image", Set.of("stamp"), this::sendImage),
                Route.get("/api/attempts", Set.of("where", "order", "limit"), gallery::list),
                Route.get("/api/attempts/count", Set.of("where"), gallery::count),
                Route.get("/api/attempts/causes", Set.of("where"), gallery::causes),
                Route.get("/api/attempts/{attempt}", Set.of(), gallery::one),
                Route.get("/api/attempts/{attempt}/images/{which}", Set.of(), gallery::image),
                Route.post("/api/attempts/{attempt}/labels", curation::label),
                Route.post("/api/attempts/{attempt}/exclusion", curation::exclusion),
                Route.get("/attempts/{attempt}", Set.of(), gallery::page));
    }

    private static void classPathFolder(StaticFileConfig files, String path, String folder) {
        files.hostedPath = path;
        files.directory = folder;
        files.location = Location.CLASSPATH;
        files.headers = SafeHeaders.ALL;
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
            GalleryApi.sendError(context, 404, "This farm has no metrics");
            return;
        }
        FarmMetrics.Page page = metrics.get().page(context.header("Accept"));
        context.contentType(page.contentType()).result(page.text());
    }

    private void sendImage(Context context) {
        String arm = context.pathParam("arm");
        Optional<ArmImage> latest = latestImage(arm);
        if (latest.isEmpty()) {
            GalleryApi.sendError(context, 404, "No image of arm '" + arm + "' yet, or no such arm");
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
