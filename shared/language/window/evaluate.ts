export const english = {
  evaluateEmpty: 'Segments come with the first run',
  evaluateEmptyRead: 'Train once, and the map, the number of segments and the race of the methods are here.',
  toTrain: 'Go to training',
  accept: 'See these segments',
  returnTitle: 'Every segment comes back when repeated',
  returnFragile: '{name} is the least stable segment',
  returnRead: 'Share of each segment that comes back in repetitions; below 60% it is fragile.',
  countCard: '{number} segments: separation {silhouette}, stability {stability}',
  countCardRead: 'Higher is better for both. The recommended number is marked.',
  tryNumber: 'Another number',
  tryNumberRun: 'Try it',
  outOfDate: 'These results are of {name}; newer data has been read since.',
};

export const chinese: Record<keyof typeof english, string> = {
  evaluateEmpty: '首次运行后即可评估',
  evaluateEmptyRead: '训练一次后，这里会显示客户地图、细分数量的依据和各方法的比较。',
  toTrain: '前往训练',
  accept: '查看这些细分',
  returnTitle: '重复计算时，所有细分都能重现',
  returnFragile: '{name}是最不稳定的细分',
  returnRead: '各细分在重复计算中重现的比例，低于 60% 为不稳定。',
  countCard: '{number} 个细分：区分度 {silhouette}，稳定性 {stability}',
  countCardRead: '两项都是越高越好，已标出推荐的数量。',
  tryNumber: '换个数量',
  tryNumberRun: '试试',
  outOfDate: '这些结果来自 {name}，之后又读入了新数据。',
};
