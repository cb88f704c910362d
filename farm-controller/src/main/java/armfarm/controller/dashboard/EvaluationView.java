package armfarm.controller.dashboard;

/** First grasps on held-out objects: the model on the arms, and random grasps on the same objects. */
public record EvaluationView(RateView policyHeldOut, RateView randomHeldOut) {
    public static final EvaluationView NONE = new EvaluationView(RateView.NONE, RateView.NONE);
}
