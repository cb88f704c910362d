package armfarm.cli.bench;

import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.time.Stopwatch;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.NetworkInput;
import armfarm.policy.Observation;
import armfarm.policy.SearchConfig;
import armfarm.policy.SearchPolicy;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.network.NetworkPredictor;
import armfarm.policy.practice.GraspSpaces;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArm;
import armfarm.simulation.SimulationPace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Measures what a decision and a training example cost on this machine, on one thread: in each round every kind once, in turns, so that a busy
 * moment of the machine meets all of them. Weights are untrained, which changes nothing about the time.
 */
public final class PolicyBenchmark {
    private static final int IMAGE_PIXELS = 128;
    private static final int BATCH = 64;
    private static final int STEPS_A_ROUND = 4;
    /** Until the JIT compiler has done its work. */
    private static final int WARM_UP_ROUNDS = 15;

    private static final double LEARNING_RATE = 1e-3;

    private final EngineFactory engines = new Dl4jEngines();
    private final GraspSpace space = GraspSpaces.of(SimulatedArm.WORKSPACE);
    private final Observation observation;
    private final Map<NetworkInput, Network> networks = new LinkedHashMap<>();

    /**
     * What was measured.
     *
     * @param trainMillisPerExample by input of the network
     * @param decisionMillis by input of the network, then by search
     * @param wideTimesCollecting how many collecting decisions a wide one costs: the median of the rounds' own ratios, with colours alone
     */
    public record Report(
            String engine,
            Map<NetworkInput, Spread> trainMillisPerExample,
            Map<NetworkInput, Map<Search, Spread>> decisionMillis,
            double wideTimesCollecting) {}

    /** How much is searched. */
    public enum Search {
        /** The search of practice without the mean over mirrored views in its end. */
        UNMIRRORED,
        /** While practising. */
        COLLECTING,
        /** In evaluations and demonstrations. */
        WIDE;

        private SearchConfig config() {
            EliteSearchConfig collecting = EliteSearchConfig.defaults();
            return switch (this) {
                case UNMIRRORED -> collecting.withBudget(collecting.samples(), collecting.refinementSamples(), 0);
                case COLLECTING -> collecting;
                case WIDE -> EliteSearchConfig.wide();
            };
        }
    }

    private PolicyBenchmark(long seed) {
        SimulatedArm arm = new SimulatedArm(
                ObjectCatalog.defaults(), IMAGE_PIXELS, IMAGE_PIXELS, seed, SimulationPace.asFastAsPossible());
        arm.arrange(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, seed));
        observation = new Observation(
                arm.capture(), Optional.of(arm.depth()), arm.camera(), arm.gripperInBase(), space, List.of());
    }

    /** Blocks for seconds. @param progress told each round that is over, from 1 */
    public static Report run(int rounds, long seed, IntConsumer progress) {
        PolicyBenchmark benchmark = new PolicyBenchmark(seed);
        try {
            for (NetworkInput input : NetworkInput.values()) {
                benchmark.networks.put(input, benchmark.new Network(input, seed));
            }
            return benchmark.measure(rounds, progress);
        } finally {
            benchmark.networks.values().forEach(network -> network.engine.close());
        }
    }

    private Report measure(int rounds, IntConsumer progress) {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            if (round == 0) {
                networks.values().forEach(Network::forget);
            }
            for (Network network : networks.values()) {
                network.turn(round);
            }
            if (round >= 0) {
                progress.accept(round + 1);
            }
        }
        Map<NetworkInput, Spread> training = new LinkedHashMap<>();
        Map<NetworkInput, Map<Search, Spread>> decisions = new LinkedHashMap<>();
        networks.forEach((input, network) -> {
            training.put(input, Spread.of(network.training));
            Map<Search, Spread> ofSearch = new LinkedHashMap<>();
            network.decisions.forEach((search, times) -> ofSearch.put(search, Spread.of(times)));
            decisions.put(input, ofSearch);
        });
        return new Report(engines.description(), training, decisions, wideTimesCollecting());
    }

    private double wideTimesCollecting() {
        Map<Search, List<Double>> times = networks.get(NetworkInput.RGB).decisions;
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < times.get(Search.WIDE).size(); i++) {
            ratios.add(
                    times.get(Search.WIDE).get(i) / times.get(Search.COLLECTING).get(i));
        }
        return Spread.of(ratios).median();
    }

    /** One network: in training, and serving what it began with. */
    private final class Network {
        private final LearningEngine engine;
        private final FeatureBatch batch;
        private final float[] targets = new float[BATCH];
        private final Map<Search, SearchPolicy> policies = new LinkedHashMap<>();
        private final List<Double> training = new ArrayList<>();
        private final Map<Search, List<Double>> decisions = new LinkedHashMap<>();

        Network(NetworkInput input, long seed) {
            FeatureSpec spec = FeatureSpec.of(space, input);
            engine = engines.newEngine(spec, NetworkConfig.defaults(), seed);
            NetworkPredictor predictor =
                    new NetworkPredictor(new GraspPreprocessor(spec), engines.newScorer(spec, engine.exportWeights()));
            for (Search search : Search.values()) {
                policies.put(search, new SearchPolicy(new ModelVersion("untrained"), predictor, search.config()));
                decisions.put(search, new ArrayList<>());
            }
            batch = new FeatureBatch(spec, BATCH);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < batch.crops().length; i++) {
                batch.crops()[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < BATCH; i++) {
                targets[i] = i % 2;
            }
        }

        void forget() {
            training.clear();
            decisions.values().forEach(List::clear);
        }

        void turn(long seed) {
            policies.forEach((search, policy) -> {
                Stopwatch watch = Stopwatch.start();
                policy.decide(observation, seed);
                decisions.get(search).add(1000 * watch.elapsedSeconds());
            });
            Stopwatch watch = Stopwatch.start();
            for (int step = 0; step < STEPS_A_ROUND; step++) {
                engine.trainStep(batch, targets, LEARNING_RATE);
            }
            training.add(1000 * watch.elapsedSeconds() / STEPS_A_ROUND / BATCH);
        }
    }
}
