package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CourseTest {
    private static Recipe.Builder recipe() {
        return Recipe.builder().epochs(4).batch(10);
    }

    @Test
    void aRestOfOneSampleJoinsTheBatchBefore() {
        Course course = Course.of(recipe().build(), 21, 0, 0, 21);
        assertThat(course.batches()).isEqualTo(2);
        assertThat(course.end(0)).isEqualTo(10);
        assertThat(course.end(1)).isEqualTo(21);
        assertThat(Course.of(recipe().build(), 22, 0, 0, 22).batches()).isEqualTo(3);
        assertThat(Course.of(recipe().build(), 1, 0, 0, 1).batches()).isEqualTo(1);
    }

    @Test
    void stepsAreMadeOfAccumulatedBatches() {
        Course course = Course.of(recipe().accumulate(2).build(), 45, 1, 3, 45);
        assertThat(course.steps()).isEqualTo(3);
        assertThat(course.samples(0)).isEqualTo(20);
        assertThat(course.samples(2)).isEqualTo(5);
        assertThat(course.endBatch(2)).isEqualTo(5);
        assertThat(course.samplesSeen()).isEqualTo(45);
        assertThat(course.position(1)).isEqualTo(4);
    }

    @Test
    void aShortenedEpochCoversItsShareOfTheTraining() {
        Course course = Course.of(recipe().build(), 50, 1, 10, 100);
        assertThat(course.steps()).isEqualTo(5);
        assertThat(course.position(0)).isEqualTo(10);
        assertThat(course.position(1)).isEqualTo(12);
        assertThat(course.position(5)).isEqualTo(20);
    }

    @Test
    void theLastEpochOfSoManyStepsEndsEarly() {
        Course course = Course.of(recipe().steps(13).accumulate(2).build(), 100, 2, 10, 100);
        assertThat(course.steps()).isEqualTo(3);
        assertThat(course.batches()).isEqualTo(6);
        assertThat(course.samplesSeen()).isEqualTo(60);
        assertThat(course.position(2)).isEqualTo(12);
        assertThat(recipe().steps(13).accumulate(2).build().totalEpochs(100)).isEqualTo(3);
    }
}
