package dev.pith.spark;

import dev.pith.linear.PoolShare;
import dev.pith.linear.SharedPool;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The shares of a pool in the memory of executors: a question is a job, and a share that was lost is made anew
 * from the source.
 */
final class ClusterShares implements SharedPool.Shares {
    private final JobLabels jobs;
    private final JavaRDD<PoolShare> shares;
    private int questions;

    ClusterShares(JobLabels jobs, JavaRDD<PoolShare> shares) {
        this.jobs = jobs;
        this.shares = shares;
    }

    /** Returns how many questions were asked. */
    int questions() {
        return questions;
    }

    @Override
    public <A extends Serializable> List<A> ask(String purpose, SharedPool.Question<A> question) {
        questions++;
        jobs.areFor(purpose);
        return shares.map(question::answer).collect();
    }
}
