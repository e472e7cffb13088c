package dev.pith.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What Spark's pages and logs call the jobs of this thread: a group for every bin, and a description
 * for every question.
 */
final class JobLabels implements AutoCloseable {
    private static final String[] PROPERTIES = {
        "spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel"
    };

    private final JavaSparkContext spark;
    private final String uid;
    private final Map<String, String> users = new LinkedHashMap<>();
    private String group = "";

    /** @param uid of the quantizer, which sets its groups apart from those of others */
    JobLabels(JavaSparkContext spark, String uid) {
        this.spark = spark;
        this.uid = uid;
        for (String property : PROPERTIES) {
            users.put(property, spark.getLocalProperty(property));
        }
    }

    /** Following jobs are a group of this name. */
    void are(String what) {
        group = what;
        spark.setJobGroup(uid + ": " + what, "Pith: " + what);
    }

    /** Following jobs, of the same group, have this purpose. */
    void areFor(String purpose) {
        spark.sc().setJobDescription("Pith: " + group + ": " + purpose);
    }

    /** Following jobs are the user's again. */
    @Override
    public void close() {
        users.forEach(spark::setLocalProperty);
    }
}
