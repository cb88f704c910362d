package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is written in a configuration file has its effect, or is an error that names it. */
class SettingsCountOrAreRefusedTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String WHOLE = """
            farm: {arms: 2, seed: 7}
            page: {host: 0.0.0.0, port: 9000}
            collection: {attempts_per_scene: 5, stir_after_failures: 3, exploration_share: 0.2, search: cross_entropy}
            learning: {random_attempts: 50, round_growth: 0.25, min_round: 10, max_round: 99}
            evaluation: {attempts: 12}
            simulation: {kind: gazebo, image_pixels: 320x240, real_time: true,
                gazebo: {world: running, camera_hertz: 7.5, step_ms: 4}}
            ros: {master_uri: "http://a:11311", advertised_host: 10.0.0.1}
            kafka: {spool_max_mb: 9, bootstrap_servers: "b:9092", topic: lab.events}
            postgres: {jdbc_url: "jdbc:postgresql://c/d", user: e, password_file: /f}
            images: {folder: /mnt/shards, storage: s3, shard_mb: 8, s3: {endpoint: "http://g:9000", region: h,
                bucket: iii, prefix: j/k, path_style: false, credentials_file: /l, keep_local_mb: 3}}
            storage: {min_free_mb: 1}
            cells:
              - arm: left
                preset: franka_panda
                namespace: /lab
                topics: {image: cam/image, camera_info: cam/info, camera_trigger: cam/now, heartbeat: /beat}
                joints:
                  names: [a, b, c, d, e, f, g]
                  max_velocity_radps: [1, 1, 1, 1, 1, 1, 1]
                camera: {camera_in_base_m_rad: [0.45, 0.0, 0.9, 3.14, 0, 0], min_rate_hz: 12, max_age_s: 0.5,
                    stamps: arrival, latency_s: 0.05, jpeg_quality: 80, max_equal_images: 7, undistort: true}
                gripper: {open_m: 0.07, force_n: 15, meters_at_zero: 0.001}
                outcome: {held_m: 0.005, closed_m: 0.002, drop_test_levels: 30, drop_test_share: 0.01}
                workspace: {x_m: [0.40, 0.55], y_m: [-0.08, 0.08], z_m: [0.02, 0.05], yaw_limit_rad: 1.2,
                    home_m_rad: [0.40, -0.25, 0.30, 0], travel_height_m: 0.36}
                safety: {box_m: [0.2, 0.8, -0.4, 0.4, 0.0, 0.6], forbidden_boxes_m: [0.9, 1.0, -1, 1, 0, 1],
                    max_speed_mps: 0.4, max_force_n: 18}
                speeds: {free_mps: 0.5, carry_mps: 0.4, near_bin_mps: 0.2, near_bin_m: 0.1, joint_radps: 1.1}
                timeout_s: 12
            """;

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("settings");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("farm.yaml"));
        Files.delete(folder);
    }

    /** A place in the document: names and indexes from the root. */
    private record Place(List<String> steps) {
        JsonNode in(JsonNode root) {
            JsonNode node = root;
            for (String step : steps) {
                node = node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
            }
            return node;
        }

        String name() {
            return steps.get(steps.size() - 1);
        }

        ObjectNode parent(JsonNode root) {
            return (ObjectNode) new Place(steps.subList(0, steps.size() - 1)).in(root);
        }
    }

    @Provide
    Arbitrary<Place> keys() {
        return Arbitraries.of(places(whole(), List.of()));
    }

    private static List<Place> places(JsonNode node, List<String> above) {
        List<Place> places = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                List<String> here = with(above, entry.getKey());
                places.add(new Place(here));
                places.addAll(places(entry.getValue(), here));
            });
        } else if (node.isArray() && node.get(0).isObject()) {
            places.addAll(places(node.get(0), with(above, "0")));
        }
        return places;
    }

    private static List<String> with(List<String> steps, String last) {
        List<String> all = new ArrayList<>(steps);
        all.add(last);
        return all;
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> odd = Arbitraries.of(
                "",
                "~",
                "yes",
                "no",
                "true",
                "''",
                "'5'",
                "010",
                "1_000",
                "0x1F",
                ".nan",
                "-.inf",
                "1e400",
                "-1e400",
                "18446744073709551618",
                "-9223372036854775809",
                "99999999999",
                "[]",
                "{}",
                "[1, 2]",
                "[.nan]",
                "[~]",
                "[[1]]",
                "{a: 1}",
                "[{a: 1}]",
                "*x",
                "&x 5",
                "!t 5",
                "1:30",
                "-45",
                "410",
                "0",
                "-0",
                "text",
                "/a b",
                "\"\\u0000\"",
                "2001-01-01",
                "s3",
                "local",
                "robot_clock",
                "own",
                "arrival");
        Arbitrary<String> numbers = Arbitraries.doubles().between(-1000, 1000).map(String::valueOf);
        Arbitrary<String> whole = Arbitraries.integers().map(String::valueOf);
        Arbitrary<String> lists = Arbitraries.doubles()
                .between(-500, 500)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(Object::toString);
        return Arbitraries.oneOf(odd, numbers, whole, lists);
    }

    @Property(seed = "2016", tries = 250)
    void anyValueOfAnyKeyHasAnEffectOrIsRefused(@ForAll("keys") Place key, @ForAll("values") String value)
            throws IOException {
        Optional<FarmConfig> config = read(withValue(key, value));

        config.ifPresent(read -> {
            JsonNode before = key.in(whole());
            JsonNode after = tree(withValue(key, value)).map(key::in).orElseThrow();
            boolean section = before.isObject();
            boolean nothing = after.isNull() || (after.isEmpty() && !after.isValueNode());
            if (section) {
                assertThat(nothing).as("%s: %s", key, value).isTrue();
            } else {
                assertThat(read.equals(base()))
                        .as("%s: %s has no effect", key, value)
                        .isEqualTo(same(before, after));
            }
        });
    }

    /** What is written is the same number or the same text. */
    private static boolean same(JsonNode before, JsonNode after) {
        if (before.isNumber() && after.isNumber()) {
            return before.doubleValue() == after.doubleValue();
        }
        return before.equals(after);
    }

    @Property(seed = "2016", tries = 100)
    void anyKeyThatNobodyReadsIsNamed(@ForAll("keys") Place beside, @ForAll("strangers") String stranger) {
        Assume.that(!beside.parent(whole()).has(stranger));
        ObjectNode root = whole();
        beside.parent(root).put(stranger, 1);
        String known = refusal(root.toString()).orElse("");

        assertThat(known).contains(stranger + ": ").contains("1 problem(s)");
    }

    @Provide
    Arbitrary<String> strangers() {
        Arbitrary<String> words = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("_-.")
                .ofMinLength(1)
                .ofMaxLength(12)
                // Keys of these sections that the document above leaves away.
                .filter(word -> !List.of("truth", "arrange", "joint", "kind", "rest_rad")
                        .contains(word));
        Arbitrary<String> respelt = keys().map(Place::name).map(name -> name.replace('_', '-') + "-");
        Arbitrary<String> capital =
                keys().map(Place::name).map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        return Arbitraries.oneOf(words, respelt, capital);
    }

    @Property(seed = "2016", tries = 80)
    void anyKeyMovedOutOfItsSectionWithADotIsRefused(@ForAll("keys") Place key) {
        Assume.that(key.steps().size() > 1
                && !key.steps().get(key.steps().size() - 2).equals("0"));
        ObjectNode root = whole();
        JsonNode value = key.parent(root).remove(key.name());
        Place section = new Place(key.steps().subList(0, key.steps().size() - 1));
        section.parent(root).set(section.name() + "." + key.name(), value);

        assertThat(refusal(root.toString()).orElse(""))
                .contains(section.name() + "." + key.name() + ": a dot in a key does not lead into a section");
    }

    @Property(seed = "2016", tries = 80)
    void anyKeyWrittenTwiceIsRefusedWithItsLine(@ForAll("keys") Place key) {
        String text = whole().toString();
        String entry = "\"" + key.name() + "\":" + key.in(whole());
        String twice = text.replace(entry, entry + "," + entry);

        assertThat(refusal(twice).orElse("")).contains("line 1: the key '" + key.name() + "' is there a second time");
    }

    @Property(seed = "2016", tries = 150)
    void aDamagedFileIsReadOrRefusedAndNothingElse(
            @ForAll("places") int at, @ForAll("places") int length, @ForAll("scraps") String scrap) {
        int from = Math.min(at, WHOLE.length());
        int to = Math.min(WHOLE.length(), from + length / 40);

        Optional<String> refusal = refusal(WHOLE.substring(0, from) + scrap + WHOLE.substring(to));

        refusal.ifPresent(text -> assertThat(text).contains("farm.yaml"));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, WHOLE.length());
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of("\n---\n", "\n", ": ", "- ", "[", "{", "}", "\"", "'", "\t", "&a ", "*a", "? ", "| "));
    }

    private static ObjectNode whole() {
        try {
            return (ObjectNode) YAML.readTree(WHOLE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FarmConfig base() {
        return read(whole().toString()).orElseThrow();
    }

    /** The document as a flow mapping with one value written literally. */
    private static String withValue(Place key, String value) {
        ObjectNode root = whole();
        key.parent(root).put(key.name(), "THE VALUE");
        return root.toString().replace("\"THE VALUE\"", value);
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(YAML.readTree(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<FarmConfig> read(String text) {
        try {
            return Optional.of(FarmConfig.read(Files.writeString(folder.resolve("farm.yaml"), text)));
        } catch (FarmException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> refusal(String text) {
        try {
            FarmConfig.read(Files.writeString(folder.resolve("farm.yaml"), text));
            return Optional.empty();
        } catch (FarmException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
