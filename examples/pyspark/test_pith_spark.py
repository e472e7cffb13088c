"""python -m unittest test_pith_spark, with PITH_JARS the jars that pith_spark.py names, separated by commas."""

import os
import tempfile
import unittest

import numpy as np
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline
from pyspark.ml.functions import array_to_vector
from pyspark.sql import SparkSession

from pith_spark import DatasetQuantizer, DatasetQuantizerModel


class DatasetQuantizerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = (SparkSession.builder.master("local[2]").config("spark.jars", os.environ["PITH_JARS"])
                     .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "3")
                     .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
        features = np.random.default_rng(3).normal(size=(300, 4)).astype("float32").tolist()
        cls.rows = cls.spark.createDataFrame([(i, i % 3, row) for i, row in enumerate(features)],
                                             "id long, label int, features array<float>").cache()

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def picks(self, transformed):
        return transformed.select("id", "bin", "rank", "gain", "selected").orderBy("id").collect()

    def test_bins_selects_saves_and_loads(self):
        quantizer = DatasetQuantizer(idCol="id", labelCol="label", numBins=5).setKeep("20%").setSeed(11)
        model = quantizer.fit(self.rows)
        picks = self.picks(model.transform(self.rows))
        self.assertEqual(sum(row.selected for row in picks), 60)
        self.assertEqual([sum(row.bin == k for row in picks) for k in range(5)], [60] * 5)
        self.assertEqual(self.picks(model.assignments), picks)
        vectors = self.rows.withColumn("features", array_to_vector("features"))
        self.assertEqual(self.picks(Pipeline(stages=[quantizer]).fit(vectors).transform(vectors)), picks)
        with tempfile.TemporaryDirectory() as folder:
            quantizer.write().save(f"{folder}/quantizer")
            self.assertEqual(self.picks(DatasetQuantizer.load(f"{folder}/quantizer").fit(self.rows).assignments), picks)
            model.write().save(f"{folder}/model")
            self.assertEqual(self.picks(DatasetQuantizerModel.load(f"{folder}/model").transform(self.rows)), picks)

    def test_says_what_is_wrong(self):
        with self.assertRaisesRegex(Exception, "numBins is 301, and there are 300 rows"):
            DatasetQuantizer(idCol="id", numBins=301).fit(self.rows)
        with self.assertRaisesRegex(IllegalArgumentException, "^labelCol 'class' is not among the columns id, label, features"):
            DatasetQuantizer(idCol="id", labelCol="class").fit(self.rows)


if __name__ == "__main__":
    unittest.main()
