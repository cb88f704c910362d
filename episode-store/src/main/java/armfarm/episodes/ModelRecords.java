package armfarm.episodes;

import armfarm.messages.ModelVersion;
import java.util.List;

/** What is known of the models; their files are elsewhere. Thread-safe. */
public interface ModelRecords {
    /** @throws armfarm.messages.FarmException (DATA) if the version is already there */
    void save(ModelRecord model);

    /** All models, oldest first. */
    List<ModelRecord> all();

    /** @throws armfarm.messages.FarmException (DATA) if there is no such model */
    void setState(ModelVersion version, ModelState state, String reason);
}
