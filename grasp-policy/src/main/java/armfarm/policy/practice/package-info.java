/** One arm's practice: which attempt comes next, carrying it out, and telling the event stream about it. */
package armfarm.policy.practice;
