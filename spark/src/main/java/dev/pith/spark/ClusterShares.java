package dev.pith.spark;

import dev.pith.linear.PoolShare;
import dev.pith.linear.SharedPool;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The shares of a pool in the memory of executors: a question is a job, and a share that was lost is made anew from the source. */
final class ClusterShares implements SharedPool.Shares {
    private final JavaSparkContext spark;
    private final JavaRDD<PoolShare> shares;
    private String what = "";
    private int questions;

    ClusterShares(JavaSparkContext spark, JavaRDD<PoolShare> shares) {
        this.spark = spark;
        this.shares = shares;
    }

    /** Says what following questions are for, as Spark's pages show it. */
    void describe(String what) {
        this.what = what;
    }

    /** Returns how many questions were asked. */
    int questions() {
        return questions;
    }

    @Override
    public <A extends Serializable> List<A> ask(String purpose, SharedPool.Question<A> question) {
        questions++;
        spark.sc().setJobDescription(what + ": " + purpose);
        return shares.map(question::answer).collect();
    }
}
