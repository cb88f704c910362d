package armfarm.episodes.shard;

import java.util.Optional;

/**
 * A shard that one writer may append to, and nobody else.
 *
 * @param state as committed; without bytes for a new shard
 * @param inherited whether it was another writer's, which may not know yet that it has lost it. Then the committed bytes go on
 *     in a new file of the same name, and what the other one still writes goes nowhere
 */
public record ShardLease(ShardState state, boolean inherited) {
    /** A shard that nobody wrote to before. */
    public static ShardLease fresh(int number) {
        return new ShardLease(new ShardState(number, 0, Optional.empty()), false);
    }
}
