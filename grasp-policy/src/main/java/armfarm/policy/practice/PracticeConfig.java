package armfarm.policy.practice;

import armfarm.policy.SearchConfig;

/**
 * How arms practise.
 *
 * @param attemptsPerScene objects are swapped after this many attempts
 * @param stirAfterFailures objects are re-dropped after this many failures in a row
 * @param explorationShare share of random commands once a model is on the arms, 0..1
 * @param search how a model's best grasp is found while collecting
 * @param wideSearch how it is found where a grasp counts: evaluation
 */
public record PracticeConfig(
        int attemptsPerScene,
        int stirAfterFailures,
        double explorationShare,
        SearchConfig search,
        SearchConfig wideSearch) {}
