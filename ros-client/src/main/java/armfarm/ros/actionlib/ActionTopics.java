package armfarm.ros.actionlib;

import armfarm.ros.GraphName;

/** The five topics of one action. */
record ActionTopics(GraphName action) {
    GraphName goal() {
        return action.child("goal");
    }

    GraphName cancel() {
        return action.child("cancel");
    }

    GraphName status() {
        return action.child("status");
    }

    GraphName feedback() {
        return action.child("feedback");
    }

    GraphName result() {
        return action.child("result");
    }
}
