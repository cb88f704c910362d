package armfarm.controller.dashboard;

import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ArmState;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.TrainerFacts;
import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import armfarm.messages.FailureCause;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;
import armfarm.messages.board.FarmPhase;
import armfarm.policy.practice.ArmActivity;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A farm made of numbers: a learning run of one attempt per arm and second that depends only on the time since it
 * started. The second arm has a fault and a stale image; the last one has no image at all.
 */
final class FakeFarm implements FarmView {
    static final String HOSTILE_NAME = "<img src=x onerror=alert(1)> & sons";

    private static final int RANDOM_ATTEMPTS = 400;
    private static final double[] RATE_BY_MODEL = {0.52, 0.63, 0.71, 0.77, 0.82};
    private static final int[] FIRST_ATTEMPT_BY_MODEL = {400, 800, 1600, 2800, 4300};

    private final InstantSource clock;
    private final int armCount;
    private final long attemptsAtStart;
    private final Instant startedAt;
    private volatile RuntimeException trouble;
    private volatile FarmFacts toldFacts;

    FakeFarm(InstantSource clock, int armCount, long attemptsAtStart) {
        this.clock = clock;
        this.armCount = armCount;
        this.attemptsAtStart = attemptsAtStart;
        this.startedAt = clock.instant();
    }

    /** From now on the farm cannot tell its status; null ends that. */
    void breakWith(RuntimeException problem) {
        trouble = problem;
    }

    long attempts() {
        return attemptsAtStart + (long) (uptimeSeconds() * armCount);
    }

    @Override
    public FarmStatusView status() {
        if (trouble != null) {
            throw trouble;
        }
        long attempts = attempts();
        FarmState state = FarmState.of(facts(), clock.instant());
        return new FarmStatusView(
                HOSTILE_NAME,
                StateView.of(state),
                "/home/ada/farm-data",
                uptimeSeconds(),
                new AttemptsView(attempts, armCount, OptionalLong.of(6000), attempts - 7, 5, 2, 1),
                List.of(
                        new LossView("cameras", "preview images dropped", 41, false),
                        new LossView("ingest", "rejected records, kept with the reason", 2, true)),
                "Kafka: survives process death, not power loss. PostgreSQL: survives both.",
                RateView.of(new SuccessRate(76, 400)),
                curve(attempts).points(),
                models(attempts),
                new TrainerView(
                        "training", modelAt(attempts) + 2, attempts % 1000, 1000, OptionalDouble.of(0.431), 12.4),
                arms(state, attempts),
                new EvaluationView(RateView.of(new SuccessRate(251, 300)), RateView.of(new SuccessRate(55, 300))));
    }

    @Override
    public Optional<ArmImage> latestImage(ArmId arm) {
        int index = Integer.parseInt(arm.name().replaceAll("\\D", ""));
        if (index == armCount || index > armCount) {
            return Optional.empty();
        }
        Instant stamp =
                index == 2 ? startedAt.minus(Duration.ofSeconds(12)) : Instant.ofEpochMilli(clock.millis() / 700 * 700);
        return Optional.of(new ArmImage(picture(index * 1000L + stamp.toEpochMilli() / 4000), stamp));
    }

    private double uptimeSeconds() {
        return Duration.between(startedAt, clock.instant()).toMillis() / 1000.0;
    }

    private static String modelName(int index) {
        return "m%04d-%08x".formatted(index + 1, 0x9f2c41aa + index * 77_777);
    }

    /** -1 before the first model. */
    private static int modelAt(long attempt) {
        int model = -1;
        while (model + 1 < FIRST_ATTEMPT_BY_MODEL.length && attempt >= FIRST_ATTEMPT_BY_MODEL[model + 1]) {
            model++;
        }
        return model;
    }

    private static SuccessCurve curve(long attempts) {
        SuccessCurve curve = new SuccessCurve(100, 300);
        Random random = new Random(4);
        for (int i = 0; i < attempts; i++) {
            int model = modelAt(i);
            boolean byModel = i >= RANDOM_ATTEMPTS && random.nextDouble() > 0.1;
            double rate = byModel ? RATE_BY_MODEL[model] : 0.19;
            curve.add(byModel ? modelName(model) : SuccessCurve.RANDOM, random.nextDouble() < rate);
        }
        return curve;
    }

    private static final double[] OVERCONFIDENCE_BY_MODEL = {0.24, 0.06, 0.01, -0.01};

    private static List<ModelView> models(long attempts) {
        List<ModelView> models = new ArrayList<>();
        for (int i = 0; i <= modelAt(attempts); i++) {
            boolean newest = i == modelAt(attempts);
            long first = FIRST_ATTEMPT_BY_MODEL[i];
            long n = (newest ? attempts : FIRST_ATTEMPT_BY_MODEL[i + 1]) - first;
            SuccessRate achieved = new SuccessRate(Math.round(n * RATE_BY_MODEL[i]), n);
            double over = OVERCONFIDENCE_BY_MODEL[Math.min(i, OVERCONFIDENCE_BY_MODEL.length - 1)];
            models.add(new ModelView(
                    modelName(i),
                    newest ? "fleet" : "retired",
                    newest ? "newest" : "replaced by " + modelName(i + 1),
                    first,
                    OptionalDouble.of(0.74 + 0.035 * i),
                    RateView.of(achieved),
                    // Of what came out, not of the rate: the newest model's attempts are as many as the clock makes.
                    PredictionView.of(new PredictedSuccess(achieved, (n == 0 ? 0 : achieved.rate()) + over))));
        }
        return models;
    }

    /** From now on the farm is in this; null ends that. */
    void is(FarmFacts told) {
        toldFacts = told;
    }

    private FarmFacts facts() {
        if (toldFacts != null) {
            return toldFacts;
        }
        List<ArmFacts> arms = new ArrayList<>();
        for (int i = 1; i <= armCount; i++) {
            arms.add(armFacts(i));
        }
        return facts(arms);
    }

    /** All is well but for these arms. */
    FarmFacts facts(List<ArmFacts> arms) {
        return new FarmFacts(
                FarmPhase.PRACTISING,
                Optional.empty(),
                new PlanFacts(Optional.empty(), attempts(), OptionalLong.of(6000), OptionalLong.empty(), 0),
                new TrainerFacts("training round 5: 40%", Optional.empty(), true),
                List.of(),
                arms,
                List.of(
                        component(ComponentNames.POSTGRESQL, "127.0.0.1:54012"),
                        component(ComponentNames.KAFKA, "127.0.0.1:39092"),
                        component(ComponentNames.ROS_MASTER, "http://127.0.0.1:11311/"),
                        component(ComponentNames.TRAINER, "")));
    }

    private ComponentFacts component(String name, String address) {
        return ComponentFacts.here(name, address, clock.instant(), Optional.empty(), Optional.empty());
    }

    /** In a large farm, a person's stop and three arms that recover from the same fault beside the second arm's. */
    private ArmFacts armFacts(int i) {
        Instant now = clock.instant();
        boolean large = armCount >= 8;
        ArmActivity.State doing = i == armCount
                ? ArmActivity.State.STARTING
                : large && i == 3 ? ArmActivity.State.HELD : ArmActivity.State.PRACTISING;
        Optional<String> stop = doing == ArmActivity.State.HELD
                ? Optional.of(
                        "stopped by ada at 2026-11-22T12:00:00Z: object wedged; to go on, run 'armfarm arms reset arm_3'")
                : Optional.empty();
        Optional<ArmActivity.Trouble> trouble = i == 2
                ? Optional.of(new ArmActivity.Trouble(
                        "No image from arm_2's camera for 12 s: check the camera node.",
                        false,
                        now.minus(Duration.ofMinutes(3))))
                : large && i >= 4 && i <= 6
                        ? Optional.of(new ArmActivity.Trouble(
                                "ROS master http://127.0.0.1:11311/ does not answer registerSubscriber[/arm_" + i
                                        + "_node, /arm_" + i
                                        + "/camera/image_raw, sensor_msgs/Image, http://a-machine-with-a-long-name.example:40123/]",
                                false,
                                now.minusSeconds(20)))
                        : Optional.empty();
        return new ArmFacts("arm_" + i, doing, now.minusSeconds(20), stop, trouble, Optional.empty());
    }

    private List<ArmView> arms(FarmState state, long attempts) {
        return state.arms().stream().map(arm -> tile(arm, attempts)).toList();
    }

    private ArmView tile(ArmState arm, long attempts) {
        int i = Integer.parseInt(arm.name().replaceAll("\\D", ""));
        long own = attempts / armCount;
        ArmView view = ArmView.of(
                arm,
                modelAt(attempts) < 0 ? SuccessCurve.RANDOM : modelName(modelAt(attempts)),
                i == armCount ? 0 : own,
                i == armCount ? RateView.NONE : RateView.of(new SuccessRate(72 + i, 100)),
                i == armCount ? "" : (own + i) % 4 == 0 ? "failure" : "success",
                i == armCount ? Map.of() : Map.of(FailureCause.EMPTY, own / 9, FailureCause.SLIPPED, own / 8));
        return latestImage(new ArmId(arm.name()))
                .map(image -> view.withImage(image, clock.instant()))
                .orElse(view);
    }

    private static EncodedImage picture(long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(120, 118, 112));
        graphics.fillRect(0, 0, 64, 64);
        graphics.setColor(new Color(168, 166, 158));
        graphics.fillRect(8, 10, 48, 46);
        for (int i = 0; i < 8; i++) {
            graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.6f, 0.8f));
            int size = 5 + random.nextInt(9);
            int x = 10 + random.nextInt(34);
            int y = 12 + random.nextInt(32);
            if (i % 2 == 0) {
                graphics.fillOval(x, y, size, size);
            } else {
                graphics.fillRect(x, y, size + 3, size / 2 + 2);
            }
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EncodedImage(EncodedImage.JPEG, bytes.toByteArray());
    }
}
