package armfarm.messages.board;

import armfarm.messages.ModelVersion;
import java.util.Optional;

/** Model files that every process of the farm can fetch. Thread-safe; errors as of {@link FarmBoard}. */
public interface ModelFiles {
    /** Keeps the file of a registered model. One that is already there is left as it is. */
    void keep(ModelVersion version, byte[] content);

    /** The newest model that is on the fleet and whose file is here. */
    Optional<ModelVersion> newest();

    /**
     * The whole file.
     *
     * @throws armfarm.messages.FarmException (DATA) if it is not there or its hash is not the one kept with it
     */
    byte[] content(ModelVersion version);
}
