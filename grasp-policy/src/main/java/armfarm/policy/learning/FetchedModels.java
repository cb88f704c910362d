package armfarm.policy.learning;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.ModelFiles;
import armfarm.policy.FeatureSpec;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.practice.PolicySource;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ModelRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a trainer in another process: fetched, checked once more, kept in this process's own folder and used from the next
 * attempt on. A model that is refused leaves the old one in use. Thread-safe.
 */
public final class FetchedModels {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedModels.class);

    private final ModelFiles files;
    private final ModelRegistry registry;
    private final ArmPolicies policies;
    private final Set<ModelVersion> refused = new HashSet<>();
    private volatile Optional<String> problem = Optional.empty();

    /**
     * Begins with the newest usable model of the folder, if there is one: the database need not answer.
     *
     * @param folder of the fetched files
     * @param features what the farm feeds its networks
     */
    public FetchedModels(ModelFiles files, Path folder, FeatureSpec features, PracticeConfig practice) {
        this.files = files;
        registry = new ModelRegistry(folder, features, new Dl4jEngines());
        policies = new ArmPolicies(practice);
        registry.newestUsable(this::refuse).ifPresent(policies::use);
    }

    /**
     * Takes up the newest model on the fleet if it is another one. Blocks while it is fetched.
     *
     * @throws FarmException (RESOURCE) if the database does not answer
     */
    public synchronized void refresh() {
        Optional<ModelVersion> newest = files.newest();
        if (newest.isEmpty() || newest.equals(policies.model()) || refused.contains(newest.get())) {
            return;
        }
        ModelVersion version = newest.get();
        try {
            policies.use(registry.receive(version, files.content(version)));
            problem = Optional.empty();
            LOG.info("Took up model {}", version);
        } catch (FarmException e) {
            if (e.code() != ErrorCode.DATA) {
                throw e;
            }
            refused.add(version);
            refuse(e);
        }
    }

    private void refuse(FarmException refusal) {
        problem = Optional.of(refusal.getMessage() + "; "
                + policies.served()
                        .map(model -> model.version() + " stays in use")
                        .orElse("there is no other yet"));
        LOG.error("{}", problem.get());
    }

    public PolicySource policies() {
        return policies;
    }

    /** Why the newest model is not in use, if it was refused. */
    public Optional<String> problem() {
        return problem;
    }
}
